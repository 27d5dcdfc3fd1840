import { EventEmitter } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import type { DeployedQueue } from "../manifest/internal-queue.ts";
import { type AccessKeys, type Caller, type Credentials, OPERATOR } from "./access-keys.ts";
import { ACCOUNT_ID, deadLetterQueueName, queueName, REGION } from "./aws-names.ts";
import { scopeSentMessages, unscopeDeliveredMessages } from "./deduplication-scope.ts";
import type { Gate } from "./gate/gate.ts";
import { createSignature } from "./gate/signature.ts";
import { findSqsAccess, toSqsError } from "./gate/sqs.ts";
import type { Limits } from "./limits.ts";
import { loadFauxqs } from "./load-fauxqs.ts";
import {
  createDeadLetterAttributes,
  createQueueAttributes,
  type QueueAttributes,
} from "./queue-attributes.ts";
import { findVisibleAfter, parseQueueName, type SqsExchange, WakeTimers } from "./queue-changes.ts";
import { correctQueueUrls } from "./queue-urls.ts";
import { createSqsClient, type SqsClient } from "./sqs-client.ts";

type App = ReturnType<typeof import("fauxqs")["buildApp"]>;
type QueueEvents = EventEmitter<{
  /** A request to SQS was done, by whomever. */
  exchange: [SqsExchange];
  /** A queue, by its physical name, may have messages to receive. */
  visible: [physicalName: string];
}>;

/** A message that was looked at in its queue, and not received. */
export interface InspectedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, { readonly StringValue?: string }>>;
}

/** Messages of a queue. */
export interface QueueDepth {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
}

/** These may change while a queue exists. */
const CHANGEABLE = ["DelaySeconds", "MessageRetentionPeriod", "RedrivePolicy", "VisibilityTimeout"];

/** SQS's own, in seconds. */
const DEFAULT_VISIBILITY = 30;

export interface QueueServiceOptions extends Pick<Limits, "visibilityFactor"> {
  readonly gate: Gate;
}

/** Loads the local SQS service only now: a backend without queues does without it. */
export async function startQueueService(options: QueueServiceOptions): Promise<QueueService> {
  const { gate, visibilityFactor } = options;
  const { buildApp } = await loadFauxqs();
  const app = buildApp({ logger: false, defaultRegion: REGION });
  const events: QueueEvents = new EventEmitter();
  // As all local servers
  app.server.keepAliveTimeout = 0;
  // Before the message is changed
  guard(app, gate);
  observe(app, events);
  // The program of the same package would listen on all addresses
  const endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
  return new QueueService({ app, endpoint, events, keys: gate.keys, visibilityFactor });
}

/** The service has more than SQS, which is for nobody else than its operator. */
function guard(app: App, gate: Gate): void {
  // Without a promise, which would cost more than to look who it is
  app.addHook("preHandler", ({ method, url, headers, body }, reply, next) => {
    const isSqs = method === "POST" && url === "/" && isObject(body) && "x-amz-target" in headers;
    const accesses = isSqs ? [findSqsAccess(readOperation(headers), body)] : [];
    const caller = gate.authorize(headers, accesses);
    if ("code" in caller) {
      const { status, headers, body } = toSqsError(caller);
      reply.code(status).headers(headers).send(body);
    } else if (isSqs || caller.tier === "operator") next();
    else reply.code(404).send({ message: "Only SQS is here, by its JSON protocol" });
  });
}

/** `SendMessage` */
function readOperation(headers: IncomingHttpHeaders): string {
  return String(headers["x-amz-target"]).replace("AmazonSQS.", "");
}

function observe(app: App, events: QueueEvents): void {
  app.addHook("preHandler", async ({ body }) => {
    if (isObject(body)) scopeSentMessages(body);
  });
  app.addHook("preSerialization", async ({ headers, body }, { statusCode }, output: unknown) => {
    const operation = readOperation(headers);
    if (statusCode !== 200 || !isObject(body) || !isObject(output)) return output;
    unscopeDeliveredMessages(output);
    correctQueueUrls(output, String(headers.host));
    events.emit("exchange", { operation, input: body, output });
    return output;
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

interface QueueServiceParts extends Pick<Limits, "visibilityFactor"> {
  readonly app: App;
  readonly endpoint: string;
  readonly events: QueueEvents;
  readonly keys: AccessKeys;
}

/** The local SQS service, with the queues of the backend. */
export class QueueService {
  readonly events: QueueEvents;
  readonly #app: App;
  readonly #endpoint: string;
  readonly #keys: AccessKeys;
  readonly #operator: Credentials;
  readonly #clients = new Map<Caller, SqsClient>();
  readonly #urlPrefix: string;
  readonly #visibilityFactor: number;
  readonly #timers = new WakeTimers();
  /** By physical name, as the service has them. */
  readonly #attributes = new Map<string, QueueAttributes>();

  #functionTimeoutSeconds = 0;

  constructor({ app, endpoint, events, keys, visibilityFactor }: QueueServiceParts) {
    this.#app = app;
    this.#endpoint = endpoint;
    this.#visibilityFactor = visibilityFactor;
    this.#urlPrefix = `${endpoint}/${ACCOUNT_ID}/`;
    this.#keys = keys;
    this.#operator = keys.issue(OPERATOR);
    this.events = events;
    events.on("exchange", (exchange) => this.#announceVisible(exchange));
  }

  /** That of a caller, who is let in only where its tier is. */
  client(caller: Caller): SqsClient {
    const client =
      this.#clients.get(caller) ??
      createSqsClient(
        (request) => this.#app.inject(request),
        new URL(this.#endpoint).host,
        this.#keys.issue(caller),
      );
    this.#clients.set(caller, client);
    return client;
  }

  url(physicalName: string): string {
    return `${this.#urlPrefix}${physicalName}`;
  }

  /** Creates what is missing and changes what differs. Queues that are gone keep their messages. */
  async synchronize(
    queues: readonly DeployedQueue[],
    functionTimeoutSeconds: number,
  ): Promise<void> {
    this.#functionTimeoutSeconds = functionTimeoutSeconds;
    for (const queue of queues) {
      await this.#apply(deadLetterQueueName(queue.name), createDeadLetterAttributes(queue));
      await this.#apply(
        queueName(queue.name),
        createQueueAttributes(queue, functionTimeoutSeconds, this.#visibilityFactor),
      );
    }
  }

  /** How long a received message may wait for the function, which then has time before it is visible. */
  waitSeconds(physicalName: string): number {
    return this.#visibilitySeconds(physicalName) - this.#functionTimeoutSeconds;
  }

  /** How long a received message stays invisible. */
  #visibilitySeconds(physicalName: string): number {
    return Number(this.#attributes.get(physicalName)?.VisibilityTimeout ?? DEFAULT_VISIBILITY);
  }

  async depth(physicalName: string): Promise<QueueDepth> {
    const { Attributes } = await this.client(OPERATOR).call("GetQueueAttributes", {
      QueueUrl: this.url(physicalName),
      AttributeNames: ["All"],
    });
    return {
      visible: Number(Attributes.ApproximateNumberOfMessages),
      delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed),
      inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
    };
  }

  /** The messages of a queue that nobody is handling. */
  async inspect(physicalName: string): Promise<readonly InspectedMessage[]> {
    const response = await this.#app.inject({
      url: `/_fauxqs/queues/${physicalName}`,
      headers: createSignature(this.#operator, "sqs"),
    });
    return response.json().messages.ready;
  }

  async close(): Promise<void> {
    this.#timers.clear();
    await this.#app.close();
  }

  async #apply(name: string, attributes: QueueAttributes): Promise<void> {
    const existing = this.#attributes.get(name);
    this.#attributes.set(name, attributes);
    if (existing === undefined) {
      await this.client(OPERATOR).call("CreateQueue", { QueueName: name, Attributes: attributes });
      return;
    }
    const changed = CHANGEABLE.filter((key) => existing[key] !== attributes[key]);
    if (changed.length === 0) return;
    const entries = changed.map((key) => [key, attributes[key] ?? ""]);
    await this.client(OPERATOR).call("SetQueueAttributes", {
      QueueUrl: this.url(name),
      Attributes: Object.fromEntries(entries),
    });
  }

  #announceVisible(exchange: SqsExchange): void {
    const name = parseQueueName(exchange.input);
    const { DelaySeconds } = this.#attributes.get(name) ?? {};
    const times = { delay: Number(DelaySeconds ?? 0), visibility: this.#visibilitySeconds(name) };
    const announce = () => this.events.emit("visible", name);
    for (const seconds of findVisibleAfter(exchange, times)) {
      if (seconds === 0) announce();
      else this.#timers.schedule(name, seconds, announce);
    }
  }
}
