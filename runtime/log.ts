/** Where the runtime writes: `console`, which Lambda's own client sends to the log group. */
export type Log = Pick<Console, "error" | "warn">;
