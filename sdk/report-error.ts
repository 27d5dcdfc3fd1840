import { currentInvocation } from "./context.ts";
import type { UserId } from "./user.ts";

/** Where an error came from, as `onError` of `index.ts` is told. */
export interface ErrorPlace {
  readonly kind: "http" | "queue" | "schedule" | "socket";
  /** Path of the route, or name of the queue or schedule. */
  readonly name: string;
  readonly requestId: string;
  /** No more than the ID: what else is known of a user need not go to an error service. */
  readonly user: UserId | null;
}

/**
 * Logs an error that a handler has caught and goes on after, and tells `onError` of `index.ts`, as if it
 * had been thrown. The invocation waits for `onError`. Where none is running it is only logged.
 */
export function reportError(error: unknown): void {
  const invocation = currentInvocation();
  if (invocation?.report === undefined) console.error(error);
  else invocation.report(error);
}
