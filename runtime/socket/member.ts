/** A connection that a message is for, and where that is written down, to be deleted when it is gone. */
export interface Member {
  readonly connectionId: string;
  /** Seconds since 1970. */
  readonly expires: number;
  readonly userId?: string;
  readonly channel?: string;
}
