/**
 * Tells when a queue may have messages to receive: at once when one was sent, and later when a delay
 * or a visibility timeout is over. Nobody has to poll for it.
 */

/** A request to SQS that was done, with its answer. */
export interface SqsExchange {
  /** `SendMessage` */
  readonly operation: string;
  readonly input: SqsInput;
  readonly output: { readonly Messages?: readonly unknown[] };
}

/** The part of a request that decides when messages become visible. */
export interface SqsInput {
  readonly QueueUrl?: string;
  readonly DelaySeconds?: number;
  readonly VisibilityTimeout?: number;
  readonly Entries?: readonly SqsInput[];
}

/** What a message that says nothing of its own takes from its queue, in seconds. */
export interface QueueTimes {
  readonly delay: number;
  readonly visibility: number;
}

/** Seconds from now after each of which a message may have become visible. */
export function findVisibleAfter(
  { operation, input, output }: SqsExchange,
  times: QueueTimes,
): number[] {
  const entries = input.Entries ?? [input];
  switch (operation) {
    case "SendMessage":
    case "SendMessageBatch":
      return entries.map(({ DelaySeconds }) => DelaySeconds ?? times.delay);
    case "ReceiveMessage":
      return (output.Messages ?? []).map(() => input.VisibilityTimeout ?? times.visibility);
    case "ChangeMessageVisibility":
    case "ChangeMessageVisibilityBatch":
      return entries.map(({ VisibilityTimeout }) => VisibilityTimeout ?? times.visibility);
    default:
      // The message that was done with made way for the next one of its group
      return operation.startsWith("DeleteMessage") && isFifo(input) ? [0] : [];
  }
}

function isFifo(input: SqsInput): boolean {
  return parseQueueName(input).endsWith(".fifo");
}

/** `http://127.0.0.1:4566/000000000000/local-q-email` -> `local-q-email` */
export function parseQueueName({ QueueUrl = "" }: SqsInput): string {
  return QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1);
}

/** Late enough that the message is visible for certain: timers may be early by a millisecond. */
const MARGIN_MS = 2;

/** Calls back after given times, once for all that fall into the same moment. */
export class WakeTimers {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** Moments are 20 ms long, those further away than a minute 1 s: so there are never many timers. */
  schedule(key: string, seconds: number, wake: () => void): void {
    const grainMs = seconds > 60 ? 1000 : 20;
    const at = Math.ceil((Date.now() + seconds * 1000) / grainMs) * grainMs;
    const name = `${key} ${at}`;
    if (this.#timers.has(name)) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(name);
        wake();
      },
      at - Date.now() + MARGIN_MS,
    );
    this.#timers.set(name, timer);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
