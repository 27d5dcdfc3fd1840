import type { OutgoingMessage, Transport } from "../../sdk/context.ts";
import { MAX_MESSAGE_BYTES, measureMessage } from "../../sdk/message.ts";
import { SendError } from "../../sdk/push-error.ts";
import { type BatchResult, createBatcher } from "./batcher.ts";
import type { Sqs, SqsResult } from "./sqs.ts";

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
    return results.map((result, index) => {
      if (result.ok) return result;
      const { code, reason, retryable } = result;
      const isLate = isOvertaken(index, messages, results);
      const why = isLate ? reason + LATE : reason;
      const error = new SendError(queue, code, why, undefined);
      return { ok: false, error, retryable: retryable && !isLate };
    });
  } catch (cause) {
    // The client has tried again already. Each push gets an error of its own: it names its line.
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    return messages.map(() => ({
      ok: false,
      error: new SendError(queue, name, message, cause),
      retryable: false,
    }));
  }
}

const LATE = "; not sent again behind a later message of its group, which SQS took";

/**
 * Whether SQS has taken a later message of the same group. To send this one again would break the group's
 * order; to put one message of a group in each request would take ten times the requests, and AWS advises
 * to put those of a group together.
 */
function isOvertaken(
  index: number,
  messages: readonly OutgoingMessage[],
  results: readonly SqsResult<string>[],
): boolean {
  const group = messages[index]?.messageGroupId;
  const isLater = ({ ok }: SqsResult<string>, other: number) =>
    ok && other > index && messages[other]?.messageGroupId === group;
  return group !== undefined && results.some(isLater);
}
