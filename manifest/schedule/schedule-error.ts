/** A schedule that cannot be read. */
export class ScheduleError extends Error {
  override readonly name = "ScheduleError";
  /** What to write instead. */
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}
