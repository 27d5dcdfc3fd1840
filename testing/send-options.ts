import type { SendOptions } from "../dev/local-queues.ts";
import type { OutgoingMessage } from "../sdk/context.ts";

/** A message of the SDK, beside its body, as the local cloud takes it. */
export function createSendOptions(message: OutgoingMessage): SendOptions {
  const { attributes, delaySeconds, messageGroupId, messageDeduplicationId } = message;
  return {
    attributes,
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    ...(messageGroupId === undefined ? {} : { groupId: messageGroupId }),
    ...(messageDeduplicationId === undefined ? {} : { deduplicationId: messageDeduplicationId }),
  };
}
