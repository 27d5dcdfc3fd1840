import { type Invocation, storage } from "../../sdk/context.ts";

/**
 * Runs code that starts jobs, each in an invocation of its own, and goes back to where it was: with half
 * of what `runInvocation` for each of them takes.
 */
export function runJobsApart<T>(run: () => T): T {
  const before = storage.getStore() as Invocation;
  try {
    return run();
  } finally {
    storage.enterWith(before);
  }
}

/** Makes an invocation that of the code which follows, until another is entered. Only in `runJobsApart`. */
export function enterInvocation(invocation: Invocation): void {
  storage.enterWith(invocation);
}
