import type { OutgoingMessage, Transport } from "../../sdk/context.ts";
import { MAX_MESSAGE_BYTES, measureMessage } from "../../sdk/message.ts";
import { SendError } from "../../sdk/push-error.ts";
import { type BatchResult, createBatcher } from "./batcher.ts";
import type { Sqs } from "./sqs.ts";

/**
 * Sends messages to SQS: those of one turn of the event loop in one request, those of a FIFO queue in
 * order.
 * @param urlPrefix Queue URL without the queue's name.
 */
export function createTransport(
  sqs: Pick<Sqs, "sendBatch">,
  urlPrefix: string,
  queues: ReadonlySet<string>,
): Transport {
  const batchers = new Map<string, (message: OutgoingMessage) => Promise<string>>();
  return {
    queues,
    send(message) {
      const { queue } = message;
      let add = batchers.get(queue);
      if (add === undefined) {
        add = createBatcher({
          call: (messages) => sendBatch(sqs, queue, `${urlPrefix}${queue}`, messages),
          sizeOf: measureMessage,
          maxSize: MAX_MESSAGE_BYTES,
          sequential: queue.endsWith(".fifo"),
        });
        batchers.set(queue, add);
      }
      return add(message);
    },
  };
}

async function sendBatch(
  sqs: Pick<Sqs, "sendBatch">,
  queue: string,
  url: string,
  messages: readonly OutgoingMessage[],
): Promise<BatchResult<string>[]> {
  try {
    const results = await sqs.sendBatch(url, messages);
    return results.map((result) => {
      if (result.ok) return result;
      const { code, reason, retryable } = result;
      return { ok: false, error: new SendError(queue, code, reason, undefined), retryable };
    });
  } catch (cause) {
    // The AWS SDK has tried again already. Each push gets an error of its own: it names its line.
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    return messages.map(() => ({
      ok: false,
      error: new SendError(queue, name, message, cause),
      retryable: false,
    }));
  }
}
