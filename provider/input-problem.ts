/** One thing that is wrong with the inputs of a component. All of them are reported together. */
export interface InputProblem {
  /** The argument, `throttle.rateLimit`, or the key of the configuration, `queuerun:reserved`. */
  readonly path: string;
  /** What is wrong, the value seen and those allowed; begins with the path. */
  readonly message: string;
}
