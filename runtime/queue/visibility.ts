import type { Log } from "../log.ts";
import { createBatcher } from "./batcher.ts";
import type { Message } from "./message.ts";
import type { Sqs, VisibilityChange } from "./sqs.ts";

/** Makes a message visible again after some seconds. Never rejects. */
export type ChangeVisibility = (message: Message, seconds: number) => Promise<void>;

/**
 * Without it a message that failed would be invisible for the queue's own visibility timeout: six
 * times as long as the function may run. If it cannot be changed, that is when the job runs again.
 */
export function createVisibility(
  sqs: Pick<Sqs, "changeVisibilityBatch">,
  queueUrl: string,
  log: Log,
): ChangeVisibility {
  const add = createBatcher<VisibilityChange, undefined>({
    call: async (changes) => {
      const results = await sqs.changeVisibilityBatch(queueUrl, changes);
      return results.map((result) => {
        if (result.ok) return result;
        const { code, reason, retryable } = result;
        return { ok: false, error: new Error(`${reason} (${code})`), retryable };
      });
    },
  });
  return async ({ messageId, queue, receiptHandle }, seconds) => {
    try {
      await add({ receiptHandle, visibilityTimeout: seconds });
    } catch (error) {
      log.error(`Cannot make job ${messageId} of queue "${queue}" visible in ${seconds} s:`, error);
    }
  };
}
