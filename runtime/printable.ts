import { HttpError } from "../sdk/errors.ts";

/**
 * What code has thrown, or an error in its place if it throws when it is looked at, as a proxy or a
 * getter may: whatever it is, it must not fail those who have to log it.
 */
export function printable(thrown: unknown): unknown {
  try {
    // The most frequent, and it has been looked at when it was made
    if (thrown instanceof HttpError) return thrown;
    process.getBuiltinModule("node:util").inspect(thrown);
    String(thrown);
    return thrown;
  } catch {
    return new Error("What was thrown cannot be printed: it throws when it is looked at");
  }
}
