import { ATTRIBUTE, DEAD_LETTER_ATTRIBUTE } from "../../sdk/attribute.ts";
import type { OutgoingMessage } from "../../sdk/context.ts";
import { escapeNoncharacters } from "../../sdk/payload.ts";
import type { Message } from "./message.ts";

const MAX_REASON_LENGTH = 1_000;

/** The message as it came, with the reason, so that a redrive brings back the same job. */
export function createDeadLetter(message: Message, error: unknown): OutgoingMessage {
  const { queue = "", body, attribute, groupId, messageId, receivedCount } = message;
  const reason = String(error instanceof Error ? error.message : error).slice(0, MAX_REASON_LENGTH);
  const details = JSON.stringify({ reason, jobId: messageId, receivedCount });
  return {
    queue,
    body,
    attributes: {
      ...(attribute === undefined ? {} : { [ATTRIBUTE]: attribute }),
      [DEAD_LETTER_ATTRIBUTE]: escapeNoncharacters(details),
    },
    // The same each time this message is given up: if the delete that follows fails, it is sent again.
    ...(queue.endsWith(".fifo") && groupId !== undefined
      ? { messageGroupId: groupId, messageDeduplicationId: messageId }
      : {}),
  };
}
