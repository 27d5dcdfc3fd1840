/**
 * Deduplication by message group. The local service knows no `DeduplicationScope`: it would lose a
 * message when another group has one of the same deduplication ID. So the IDs it sees have their
 * group in them, and who receives a message sees the ID as it was sent.
 */

export interface SentMessage {
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
}

export interface DeliveredMessage {
  readonly Attributes?: { MessageDeduplicationId?: string };
}

/** Changes a request to send, before the service sees it. */
export function scopeSentMessages(input: SentMessage & { readonly Entries?: SentMessage[] }): void {
  for (const message of input.Entries ?? [input]) {
    const { MessageGroupId, MessageDeduplicationId } = message;
    if (MessageGroupId !== undefined && MessageDeduplicationId !== undefined)
      message.MessageDeduplicationId = JSON.stringify([MessageGroupId, MessageDeduplicationId]);
  }
}

/** Changes the answer to a receive, before the client sees it. */
export function unscopeDeliveredMessages(output: {
  readonly Messages?: readonly DeliveredMessage[];
}): void {
  for (const { Attributes } of output.Messages ?? []) {
    const scoped = Attributes?.MessageDeduplicationId;
    if (scoped !== undefined && Attributes !== undefined)
      [, Attributes.MessageDeduplicationId] = JSON.parse(scoped);
  }
}
