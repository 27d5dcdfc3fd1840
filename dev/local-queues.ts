import { describeUnknown } from "../manifest/describe-unknown.ts";
import { VARIABLES } from "../manifest/environment.ts";
import { type DeployedQueue, INTERNAL_QUEUE } from "../manifest/internal-queue.ts";
import { OPERATOR } from "./access-keys.ts";
import { deadLetterQueueName, queueName } from "./aws-names.ts";
import type { CloudEvents, DeadLetter } from "./cloud-events.ts";
import { createDeadLetter, DeadLetterWatch } from "./dead-letters.ts";
import { EventSourceMapping, type MappingOptions } from "./event-source-mapping.ts";
import type { Gate } from "./gate/gate.ts";
import type { Limits } from "./limits.ts";
import { type QueueDepth, type QueueService, startQueueService } from "./queue-service.ts";

/** Jobs of a queue. */
export interface JobCounts extends QueueDepth {
  readonly deadLetters: number;
}

export interface SendOptions {
  readonly delaySeconds?: number;
  /** Message attributes. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

export interface LocalQueuesOptions {
  readonly gate: Gate;
  readonly events: CloudEvents;
  readonly limits: Limits;
  readonly output: (line: string) => void;
}

/** The queues of the backend with their event source mappings. */
export class LocalQueues {
  readonly #gate: Gate;
  readonly #events: CloudEvents;
  readonly #limits: Limits;
  readonly #output: (line: string) => void;
  #service: QueueService | undefined;
  #deadLetters: DeadLetterWatch | undefined;
  #queues: readonly DeployedQueue[] = [];
  readonly #mappings = new Map<string, EventSourceMapping>();
  /** Of queues that are gone: their last batches may be under way. */
  readonly #disconnected: EventSourceMapping[] = [];

  constructor({ gate, events, limits, output }: LocalQueuesOptions) {
    this.#gate = gate;
    this.#events = events;
    this.#limits = limits;
    this.#output = output;
  }

  /** Of the backend's own queues. */
  get names(): readonly string[] {
    return this.#queues.map(({ name }) => name).filter((name) => name !== INTERNAL_QUEUE);
  }

  /** What tells the function where its queues are. */
  get variables(): Readonly<Record<string, string>> {
    if (this.#service === undefined) return {};
    return {
      [VARIABLES.queueUrlPrefix]: this.#service.url(queueName("")),
      [VARIABLES.deadLetterUrlPrefix]: this.#service.url(deadLetterQueueName("")),
    };
  }

  /** Creates and changes the queues; nothing is received from new ones yet. */
  async prepare(queues: readonly DeployedQueue[], functionTimeoutSeconds: number): Promise<void> {
    this.#queues = queues;
    if (queues.length === 0) return;
    this.#service ??= await this.#start();
    await this.#service.synchronize(queues, functionTimeoutSeconds);
  }

  /** Connects each queue to the function, and disconnects those that are gone. */
  async connect(pool: MappingOptions["pool"], isEnabled: boolean): Promise<void> {
    for (const [name, mapping] of this.#mappings)
      if (!this.#has(name)) {
        this.#mappings.delete(name);
        this.#disconnected.push(mapping);
        await mapping.disable();
      }
    for (const queue of this.#queues) {
      const mapping = this.#mappings.get(queue.name);
      if (mapping !== undefined) mapping.configure(queue);
      else this.#mappings.set(queue.name, this.#createMapping(queue, isEnabled, pool));
    }
  }

  /** The function may have capacity. */
  wake(): void {
    for (const mapping of this.#mappings.values()) mapping.wake();
  }

  enable(): void {
    for (const mapping of this.#mappings.values()) mapping.enable();
  }

  /** Resolves when nothing more will be received. */
  async disable(): Promise<void> {
    await Promise.all([...this.#mappings.values()].map((mapping) => mapping.disable()));
  }

  /** True when no job is visible, delayed, in flight or being handled. */
  async isIdle(): Promise<boolean> {
    for (const { name } of this.#queues) {
      const { visible, delayed, inFlight } = await this.#known(name).depth(queueName(name));
      if (visible + delayed + inFlight > 0) return false;
    }
    await this.#deadLetters?.settled();
    return [...this.#mappings.values()].every((mapping) => !mapping.isBusy);
  }

  /** Paused queues, with how many jobs each of them holds. Queues without jobs are left out. */
  async held(): Promise<{ name: string; count: number }[]> {
    const paused = this.#queues.filter((queue) => queue.paused);
    const counts = paused.map(async ({ name }) => {
      const { visible, delayed } = await this.#known(name).depth(queueName(name));
      return { name, count: visible + delayed };
    });
    return (await Promise.all(counts)).filter(({ count }) => count > 0);
  }

  async count(name: string): Promise<JobCounts> {
    const service = this.#known(name);
    const { visible } = await service.depth(deadLetterQueueName(name));
    return { ...(await service.depth(queueName(name))), deadLetters: visible };
  }

  async deadLetters(name: string): Promise<DeadLetter[]> {
    const messages = await this.#known(name).inspect(deadLetterQueueName(name));
    return messages.map((message) => createDeadLetter(name, message));
  }

  /** Sends a message as it is, and resolves to its ID. */
  async send(
    name: string,
    body: string,
    options: SendOptions = {},
    caller = OPERATOR,
  ): Promise<string> {
    const { delaySeconds, attributes = {}, groupId, deduplicationId } = options;
    const service = this.#known(name);
    const entries = Object.entries(attributes).map(
      ([key, value]) => [key, { DataType: "String", StringValue: value }] as const,
    );
    const { MessageId } = await service.client(caller).call("SendMessage", {
      QueueUrl: service.url(queueName(name)),
      MessageBody: body,
      MessageAttributes: Object.fromEntries(entries),
      ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
    });
    return MessageId;
  }

  /** The function must have ended before: then no batch is waiting for it. */
  async close(): Promise<void> {
    const mappings = [...this.#mappings.values(), ...this.#disconnected];
    await Promise.all(mappings.map((mapping) => mapping.close()));
    await this.#deadLetters?.settled();
    await this.#service?.close();
  }

  async #start(): Promise<QueueService> {
    const service = await startQueueService({ ...this.#limits, gate: this.#gate });
    const watch = new DeadLetterWatch(service, (letter) =>
      this.#events.emit("dead-letter", letter),
    );
    this.#deadLetters = watch;
    service.events.on("visible", (physicalName) => {
      for (const { name } of this.#queues) {
        if (physicalName === queueName(name)) this.#mappings.get(name)?.announce();
        if (physicalName === deadLetterQueueName(name)) void watch.look(name);
      }
      this.#events.emit("activity");
    });
    return service;
  }

  #createMapping(queue: DeployedQueue, isEnabled: boolean, pool: MappingOptions["pool"]) {
    const service = this.#known(queue.name);
    return new EventSourceMapping(queue, isEnabled, {
      service,
      pool,
      limits: this.#limits,
      output: this.#output,
      moved: () => {
        void this.#deadLetters?.look(queue.name).then(() => this.#events.emit("activity"));
      },
      finished: (batch) => {
        this.#events.emit("batch", batch);
        this.#events.emit("activity");
      },
    });
  }

  #has(name: string): boolean {
    return this.#queues.some((queue) => queue.name === name);
  }

  #known(name: string): QueueService {
    if (this.#service !== undefined && this.#has(name)) return this.#service;
    throw new Error(describeUnknown("queue", name, this.names));
  }
}
