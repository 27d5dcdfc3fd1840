import { currentInvocation, type Invocation } from "./context.ts";
import { createMessage, type MessageOptions } from "./message.ts";
import { own } from "./owned-promise.ts";
import { PushError } from "./push-error.ts";
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
  const invocation = currentInvocation();
  return own("push", invocation, send(key, payload, options, invocation), caller);
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
