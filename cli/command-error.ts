/** Ends a command: shown without a stack trace, as it is no fault of queuerun's. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** 1: the backend, or AWS, is at fault. 2: the command is used wrongly. */
export type ExitCode = 1 | 2;
