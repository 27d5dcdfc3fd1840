/** What an operator sets for a stack. It comes before arguments, and holds for each Backend of the stack. */
export interface StackConfig {
  /**
   * The most instances of the function at a time, kept free for it: `off`, or a whole number. 0 pauses
   * the backend, and loses nothing.
   */
  reserved?: string;
  /** Instances that are kept ready: `off`, or a whole number, 1 or more. */
  provisioned?: string;
  /** The published version that serves: `newest`, or the number of one, to go back to it. */
  version?: string;
}
