import { randomUUID } from "node:crypto";
import type { DeployedQueue } from "../manifest/internal-queue.ts";
import { OPERATOR, POLLER } from "./access-keys.ts";
import { queueArn, queueName } from "./aws-names.ts";
import { findFailedMessages } from "./batch-response.ts";
import { BatchScale } from "./batch-scale.ts";
import type { FunctionError } from "./function-error.ts";
import type { FunctionPool } from "./function-pool.ts";
import { gather } from "./gather.ts";
import { type Limits, MAX_EVENT_BYTES } from "./limits.ts";
import type { QueueService } from "./queue-service.ts";
import { Signal } from "./signal.ts";
import type { Operations, ReceivedMessage } from "./sqs-client.ts";
import { createSqsEvent, divideBatch } from "./sqs-event.ts";
import { createTraceId } from "./trace-id.ts";

/** One invocation with messages of a queue, and what became of them. */
export interface Batch {
  readonly queue: string;
  readonly requestId: string;
  readonly messages: readonly ReceivedMessage[];
  /** IDs of the messages that stay in the queue. */
  readonly failed: ReadonlySet<string>;
  /** Set when the invocation as a whole failed. */
  readonly error?: FunctionError;
}

export interface MappingOptions {
  readonly service: Pick<QueueService, "client" | "url" | "waitSeconds">;
  readonly pool: Pick<FunctionPool, "claim" | "releaseClaim" | "invoke">;
  readonly limits: Pick<Limits, "concurrentBatches">;
  /** Called when messages may have moved to the dead-letter queue: receiving is what moves them. */
  readonly moved: () => void;
  readonly finished: (batch: Batch) => void;
  readonly output: (line: string) => void;
}

/** SQS delivers no more at a time. */
const MAX_RECEIVE = 10;
/** Milliseconds to wait after a request to the queue has failed. */
const RETRY_MS = 1000;
/** Milliseconds after which more batches may be handled at a time. */
const GROW_MS = 200;
/** Milliseconds in which what other batches have done is deleted by the same request. */
const DELETE_MS = 5;
/** Parts of the event around its records. */
const FRAME_BYTES = 64;

/**
 * Receives messages of one queue, invokes the function with them in batches, and deletes those that
 * were handled. It receives only what the function has capacity for, and only when there may be
 * something, which `wake` tells: it never asks in vain.
 */
export class EventSourceMapping {
  readonly #options: MappingOptions;
  #queue: DeployedQueue;
  #isEnabled: boolean;
  #isClosed = false;
  /** There may be messages to receive. */
  #mayHaveMessages = true;
  readonly #scale: BatchScale;
  /** As many batches are handled as may be for now, and there will be more before long. */
  #mayGrow = false;
  /** A message was received for the last time: if it comes back it is moved. */
  #mayMove = false;
  /** Batches that the function handles, or that wait for it. */
  readonly #handling = new Set<Promise<void>>();
  /** How many of these the function has answered: others may have their place. */
  #answered = 0;
  readonly #deleteTogether = gather(DELETE_MS, (messages: readonly ReceivedMessage[]) =>
    this.#delete(messages),
  );
  #receiving: Promise<unknown> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  readonly #signal = new Signal();

  constructor(queue: DeployedQueue, isEnabled: boolean, options: MappingOptions) {
    this.#queue = queue;
    this.#isEnabled = isEnabled;
    this.#options = options;
    this.#scale = new BatchScale(options.limits.concurrentBatches);
    void this.#poll();
  }

  get isBusy(): boolean {
    return this.#handling.size > 0;
  }

  /** The queue may have messages. */
  announce(): void {
    this.#mayHaveMessages = true;
    this.#signal.wake();
  }

  /** The function may have capacity. */
  wake(): void {
    this.#signal.wake();
  }

  configure(queue: DeployedQueue): void {
    this.#queue = queue;
    this.announce();
  }

  enable(): void {
    this.#isEnabled = true;
    this.announce();
  }

  /** Resolves when nothing more will be received. Batches go on. */
  async disable(): Promise<void> {
    this.#isEnabled = false;
    this.#signal.wake();
    await this.#receiving;
  }

  /** Resolves when the last batch is done with. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.disable();
    await Promise.all(this.#handling);
  }

  async #poll(): Promise<void> {
    while (!this.#isClosed) {
      const batches = this.#claim();
      if (batches > 0) {
        this.#receiving = this.#collect(batches);
        await this.#receiving;
      } else await this.#signal.wait(this.#mayGrow ? GROW_MS : undefined);
    }
  }

  /** Claims capacity for as many batches as one request may bring, and returns how many. */
  #claim(): number {
    this.#mayGrow = false;
    if (!this.#isPolling() || !this.#mayHaveMessages) return 0;
    const { fifo, batchSize, batchWindowSeconds, maximumConcurrency } = this.#queue;
    const limit = maximumConcurrency ?? this.#scale.grow();
    // Jobs of a group stay in one batch, and a batch with a window is filled by further requests
    const together = fifo || batchWindowSeconds > 0 ? 1 : Math.floor(MAX_RECEIVE / batchSize);
    const most = Math.min(Math.max(together, 1), limit - this.#handling.size + this.#answered);
    let claimed = 0;
    while (claimed < most && this.#options.pool.claim()) claimed++;
    this.#mayGrow = most <= 0 && limit !== maximumConcurrency;
    return claimed;
  }

  get #url(): string {
    return this.#options.service.url(queueName(this.#queue.name));
  }

  #isPolling(): boolean {
    return this.#isEnabled && !this.#queue.paused;
  }

  /** Receives batches and hands them to the function, without waiting for the results. */
  async #collect(claimed: number): Promise<void> {
    const { service, pool } = this.#options;
    const waitMs = service.waitSeconds(queueName(this.#queue.name)) * 1000;
    const beginUntil = performance.now() + waitMs;
    const { batchSize } = this.#queue;
    const messages = await this.#receive(claimed * batchSize);
    const used = Math.ceil(messages.length / batchSize);
    for (let claim = 0; claim < claimed; claim++) pool.releaseClaim(claim < used);
    for (let start = 0; start < messages.length; start += batchSize)
      this.#begin(await this.#fill(messages.slice(start, start + batchSize)), beginUntil);
  }

  #begin(batch: readonly ReceivedMessage[], beginUntil: number): void {
    for (const part of divideBatch(batch, MAX_EVENT_BYTES - FRAME_BYTES)) {
      const handling = this.#handle(part, beginUntil).finally(() => {
        this.#handling.delete(handling);
        this.#signal.wake();
      });
      this.#handling.add(handling);
    }
  }

  /** Receives until the batch is full or its window is over. */
  async #fill(first: readonly ReceivedMessage[]): Promise<ReceivedMessage[]> {
    const { batchSize, batchWindowSeconds } = this.#queue;
    const end = performance.now() + batchWindowSeconds * 1000;
    const messages = [...first];
    while (messages.length < batchSize && performance.now() < end && this.#isPolling()) {
      if (this.#mayHaveMessages)
        messages.push(...(await this.#receive(batchSize - messages.length)));
      else await this.#signal.wait(end - performance.now());
    }
    return messages;
  }

  /** Resolves to no messages when the request fails, and tries again later. */
  async #receive(count: number): Promise<readonly ReceivedMessage[]> {
    // Before the request: a message that arrives during it may not be among its answer
    this.#mayHaveMessages = false;
    const output = await this.#request("ReceiveMessage", {
      QueueUrl: this.#url,
      MaxNumberOfMessages: Math.min(count, MAX_RECEIVE),
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    });
    if (output === undefined && !this.#isClosed) {
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.announce(), RETRY_MS);
    }
    const { Messages: messages = [] } = output ?? {};
    if (messages.length > 0) this.#mayHaveMessages = true;
    else this.#scale.reset();
    if (this.#mayMove) this.#options.moved();
    this.#mayMove ||= messages.some(
      ({ Attributes }) => Number(Attributes?.ApproximateReceiveCount) >= this.#queue.maxReceives,
    );
    return messages;
  }

  async #handle(messages: readonly ReceivedMessage[], beginUntil: number): Promise<void> {
    const event = createSqsEvent(messages, queueArn(queueName(this.#queue.name)));
    const ids = messages.map(({ MessageId }) => MessageId);
    const requestId = randomUUID();
    const payload = JSON.stringify(event);
    const invocation = { requestId, traceId: createTraceId(), payload, beginUntil };
    const result = await this.#options.pool.invoke(invocation, "wait");
    if (result.status === "throttled" || result.status === "paused")
      return await this.#return(messages);
    const failed =
      result.status === "success" ? findFailedMessages(result.payload, ids) : new Set(ids);
    // Not with a FIFO queue: the next message of a group waits for the delete
    const places = this.#queue.fifo ? 0 : 1;
    this.#answered += places;
    this.#signal.wake();
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
    const others = this.#handling.size - 1;
    // A request takes longer than a small job
    await (places > 0 && others > 0 ? this.#deleteTogether(done) : this.#delete(done));
    this.#answered -= places;
    this.#options.finished({
      queue: this.#queue.name,
      requestId,
      messages,
      failed,
      ...(result.status === "error" ? { error: result.error } : {}),
    });
  }

  async #delete(messages: readonly ReceivedMessage[]): Promise<void> {
    for (const entries of createEntries(messages))
      await this.#request("DeleteMessageBatch", { QueueUrl: this.#url, Entries: entries });
  }

  /** Makes messages visible again that nobody has handled, the last first: so they keep their order. */
  async #return(messages: readonly ReceivedMessage[]): Promise<void> {
    for (const entries of createEntries(messages.toReversed()))
      await this.#request("ChangeMessageVisibilityBatch", {
        QueueUrl: this.#url,
        Entries: entries.map((entry) => ({ ...entry, VisibilityTimeout: 0 })),
      });
  }

  /** Prints why a request has failed, and resolves to undefined then. */
  async #request<Name extends keyof Operations>(
    operation: Name,
    input: Operations[Name]["input"],
  ): Promise<Operations[Name]["output"] | undefined> {
    try {
      // Lambda's pollers wait for the visibility timeout instead: they have no permission for it
      const isReturn = operation === "ChangeMessageVisibilityBatch";
      const client = this.#options.service.client(isReturn ? OPERATOR : POLLER);
      return await client.call(operation, input);
    } catch (error) {
      this.#options.output(
        `Queue "${this.#queue.name}": ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  }
}

function createEntries(messages: readonly ReceivedMessage[]) {
  const entries = messages.map(({ MessageId, ReceiptHandle }) => ({
    Id: MessageId,
    ReceiptHandle,
  }));
  const count = Math.ceil(entries.length / MAX_RECEIVE);
  return Array.from({ length: count }, (_, index) =>
    entries.slice(index * MAX_RECEIVE, (index + 1) * MAX_RECEIVE),
  );
}
