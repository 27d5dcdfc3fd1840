import type { Invocation, PendingPush } from "./context.ts";
import { PushError, SendError } from "./push-error.ts";
import { settleAll } from "./settle-all.ts";
import { DeliveryError, SocketError } from "./socket-error.ts";

/** Where backend code called the SDK. */
interface CallSite {
  stack?: string;
}

const PLACED = [PushError, SendError, SocketError, DeliveryError];

/**
 * Makes what is being sent the running invocation's: it waits for it, and fails if it fails and
 * nobody awaited it.
 * @param caller The function that backend code has called: what is sent is placed where that was.
 */
export function own<T>(
  what: PendingPush["what"],
  invocation: Invocation | undefined,
  sending: Promise<T>,
  caller: (...args: never[]) => unknown,
): Promise<T> {
  const site: CallSite = {};
  Error.captureStackTrace(site, caller);
  const placed = sending.catch((error) => {
    throw placeError(error, site);
  });
  if (invocation === undefined) return placed;
  const promise = new OwnedPromise<T>((resolve) => resolve(placed));
  watch(what, invocation, promise, site);
  return promise;
}

/**
 * Tells whether anybody waits for it. A subclass, because `await` does not call `then` on a plain
 * promise; what `then` returns is a plain promise, so only this one is watched.
 */
class OwnedPromise<T> extends Promise<T> {
  observed = false;

  static override get [Symbol.species]() {
    return Promise;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.observed = true;
    return super.then(onFulfilled, onRejected);
  }
}

function watch<T>(
  what: PendingPush["what"],
  invocation: Invocation,
  promise: OwnedPromise<T>,
  site: CallSite,
): void {
  invocation.pushes ??= new Set();
  const { pushes } = invocation;
  let failure: Error | undefined;
  // Not `promise.then`, which would count as awaiting it. The rejection is handled from here on, so
  // Node does not end the process for it.
  const settled = Promise.prototype.then.call(
    promise,
    () => void pushes.delete(pending),
    (error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    },
  ) as Promise<void>;
  const pending: PendingPush = {
    what,
    settled,
    settleAll,
    get error() {
      return failure;
    },
    get observed() {
      return promise.observed;
    },
    get place() {
      return describePlace(site.stack ?? "");
    },
  };
  pushes.add(pending);
}

/** The stack of what failed is that of the call, not of the timer that sent it later. */
function placeError(error: unknown, site: CallSite): unknown {
  if (PLACED.some((type) => error instanceof type)) {
    const placed = error as Error;
    placed.stack = `${placed.name}: ${placed.message}${frames(site.stack ?? "")}`;
  }
  return error;
}

function frames(stack: string): string {
  const start = stack.indexOf("\n    at ");
  return start < 0 ? "" : stack.slice(start);
}

/** `/var/task/api/orders.ts:12:9`, from the first line that has a position. */
function describePlace(stack: string): string {
  const [, inParentheses, bare] =
    /\((.+:\d+:\d+)\)$|at (?:async )?(.+:\d+:\d+)$/m.exec(frames(stack)) ?? [];
  return (inParentheses ?? bare ?? "unknown place").replace(/^file:\/\//, "");
}
