import { currentInvocation, type Invocation, type PendingPush } from "./context.ts";
import { createMessage, type MessageOptions } from "./message.ts";
import { PushError, SendError, UnawaitedPushError } from "./push-error.ts";
import { findQueueName } from "./queue-name.ts";

/**
 * Pushes to a queue. The running invocation owns the push: it waits for it, and fails if the push
 * fails and nobody awaited it.
 * @param key Property of `queues`, or name.
 * @param caller The function that backend code has called: the push is placed where that was.
 * @returns Resolves to the job ID; rejects with PushError or SendError.
 */
export function push(
  key: string,
  payload: unknown,
  options: MessageOptions,
  caller: (...args: never[]) => unknown,
): Promise<string> {
  const site: { stack?: string } = {};
  Error.captureStackTrace(site, caller);
  const invocation = currentInvocation();
  const sending = send(key, payload, options, invocation).catch((error) => {
    throw placeError(error, site);
  });
  if (invocation === undefined) return sending;
  const promise = new PushPromise((resolve) => resolve(sending));
  own(invocation, promise, site);
  return promise;
}

/**
 * Waits for the pushes of an invocation, also those made meanwhile.
 * @throws UnawaitedPushError when one has failed that nobody awaited.
 */
export async function settlePushes({ pushes }: Pick<Invocation, "pushes">): Promise<void> {
  for (;;) {
    const unsettled = Array.from(pushes).filter(({ error }) => error === undefined);
    if (unsettled.length === 0) break;
    await Promise.all(unsettled.map(({ settled }) => settled));
  }
  const failed = Array.from(pushes).filter(({ observed }) => !observed);
  if (failed.length > 0) throw new UnawaitedPushError(failed);
}

/**
 * Tells whether anybody waits for it. A subclass, because `await` does not call `then` on a plain
 * promise; what `then` returns is a plain promise, so only the push itself is watched.
 */
class PushPromise extends Promise<string> {
  observed = false;

  static override get [Symbol.species]() {
    return Promise;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  override then<A = string, B = never>(
    onFulfilled?: ((jobId: string) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.observed = true;
    return super.then(onFulfilled, onRejected);
  }
}

async function send(
  key: string,
  payload: unknown,
  options: MessageOptions,
  invocation: Invocation | undefined,
): Promise<string> {
  const queue = findQueueName(key, options, invocation?.transport.queues);
  if (invocation === undefined)
    throw new PushError(
      queue,
      "invocation",
      "no invocation is running. Push from a handler, middleware or warmup(); in a test, use queuerun/testing",
    );
  return await invocation.transport.send(createMessage(queue, payload, options, invocation));
}

function own(invocation: Invocation, promise: PushPromise, site: { stack?: string }): void {
  let failure: Error | undefined;
  // Not `promise.then`, which would count as awaiting it. The rejection is handled from here on, so
  // Node does not end the process for it.
  const settled = Promise.prototype.then.call(
    promise,
    () => void invocation.pushes.delete(pending),
    (error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    },
  ) as Promise<void>;
  const pending: PendingPush = {
    settled,
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
  invocation.pushes.add(pending);
}

/** The stack of a failed push is that of the push, not of the timer that sent it later. */
function placeError(error: unknown, site: { stack?: string }): unknown {
  if (error instanceof PushError || error instanceof SendError)
    error.stack = `${error.name}: ${error.message}${frames(site.stack ?? "")}`;
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
