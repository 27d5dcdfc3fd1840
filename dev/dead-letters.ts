import { INTERNAL_QUEUE } from "../manifest/internal-queue.ts";
import { deadLetterQueueName } from "./aws-names.ts";
import type { DeadLetter } from "./cloud-events.ts";
import type { InspectedMessage, QueueService } from "./queue-service.ts";

/** Tells each message that comes into a dead-letter queue, once. */
export class DeadLetterWatch {
  readonly #service: Pick<QueueService, "inspect">;
  readonly #tell: (deadLetter: DeadLetter) => void;
  /** IDs of the messages last seen, by queue. */
  readonly #seen = new Map<string, ReadonlySet<string>>();
  /** Looks wait for each other, or one message would be told twice. */
  #last: Promise<void> = Promise.resolve();

  constructor(service: Pick<QueueService, "inspect">, tell: (deadLetter: DeadLetter) => void) {
    this.#service = service;
    this.#tell = tell;
  }

  /** Resolves when everything that is in the queue's dead-letter queue was told. */
  look(queue: string): Promise<void> {
    this.#last = this.#last.then(() => this.#look(queue));
    return this.#last;
  }

  /** Resolves when no look is under way. */
  settled(): Promise<void> {
    return this.#last;
  }

  async #look(queue: string): Promise<void> {
    const messages = await this.#service.inspect(deadLetterQueueName(queue));
    const seen = this.#seen.get(queue);
    this.#seen.set(queue, new Set(messages.map(({ messageId }) => messageId)));
    for (const message of messages)
      if (seen?.has(message.messageId) !== true) this.#tell(createDeadLetter(queue, message));
  }
}

/** A message in a dead-letter queue, for people. */
export function createDeadLetter(queue: string, message: InspectedMessage): DeadLetter {
  const attributes = Object.entries(message.messageAttributes).flatMap(([name, { StringValue }]) =>
    StringValue === undefined ? [] : [[name, StringValue] as const],
  );
  const schedule = queue === INTERNAL_QUEUE ? findSchedule(message.body) : undefined;
  return {
    queue,
    ...(schedule === undefined ? {} : { schedule }),
    messageId: message.messageId,
    body: message.body,
    attributes: Object.fromEntries(attributes),
  };
}

function findSchedule(body: string): string | undefined {
  try {
    const { kind, name } = Object(JSON.parse(body));
    return kind === "schedule" && typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}
