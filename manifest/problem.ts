/** One thing that is wrong with a backend. All problems of a backend are reported together. */
export interface Problem {
  /** Relative to the backend folder; absent when no single file is at fault. */
  readonly file?: string;
  /** One-based. */
  readonly line?: number;
  /** One-based, in UTF-16 code units. */
  readonly column?: number;
  /** One-based end column on the same line, exclusive. */
  readonly endColumn?: number;
  /** What is wrong, why, and the value seen. No full stop at the end. */
  readonly message: string;
  /** What to write instead, or what to do. */
  readonly fix?: string;
}

/** Takes each problem as it is found. */
export type Report = (problem: Problem) => void;

/** Thrown by the build when a backend has problems: a user's mistake, shown without a stack trace. */
export class BackendError extends Error {
  override readonly name = "BackendError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.problems = problems;
  }
}

/** `queues/email.ts:3:18: "timeout" is 900 s, at most 890 s. Write 890 or less` */
export function describeProblem({ file, line, column, message, fix }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return `${place === "" ? "" : `${place}: `}${message}${fix === undefined ? "" : `. ${fix}`}`;
}
