import { randomUUID } from "node:crypto";
import type { Concurrency } from "../manifest/concurrency.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Problem } from "../manifest/problem.ts";
import type { TierPolicies } from "../permissions/tier.ts";
import type { AccessKeys } from "./access-keys.ts";
import type { Cleanup } from "./cleanup.ts";
import type { CloudEvents } from "./cloud-events.ts";
import type { Deployer, Deployment } from "./deployer.ts";
import { drain } from "./drain.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Gate } from "./gate/gate.ts";
import type { Usage } from "./gate/usage.ts";
import type { HttpGateway } from "./http-gateway.ts";
import type { InvocationResult } from "./invocation.ts";
import type { LocalQueues } from "./local-queues.ts";
import type { LocalSocket } from "./local-socket.ts";
import { createTraceId } from "./trace-id.ts";

/** What a local cloud is made of. */
export interface Parts {
  readonly gate: Gate;
  readonly gateway: HttpGateway;
  readonly queues: LocalQueues;
  readonly socket: LocalSocket;
  readonly deployer: Deployer;
  readonly pool: FunctionPool;
  readonly events: CloudEvents;
  readonly cleanup: Cleanup;
  readonly deployment: Deployment;
}

/** HTTP and WebSocket API, function, queues and event source mappings of one backend, on this machine. */
export class LocalCloud {
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  readonly port: number;
  readonly events: CloudEvents;
  readonly keys: AccessKeys;
  /** What the tiers have done, and what they were denied. */
  readonly usage: Usage;
  readonly queues: Pick<LocalQueues, "names" | "count" | "deadLetters" | "send">;
  readonly #parts: Parts;
  #deployment: Deployment;
  /** Of before the pause. */
  #reservedToResume: Concurrency["reserved"] = "off";
  /** Changes are made one after the other. */
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.url = parts.gateway.url;
    this.port = parts.gateway.port;
    this.events = parts.events;
    this.keys = parts.gate.keys;
    this.usage = parts.gate.usage;
    this.queues = parts.queues;
    this.#deployment = parts.deployment;
  }

  get manifest(): Manifest {
    return this.#deployment.manifest;
  }

  /** `ws://127.0.0.1:8000`. Undefined: the backend has no socket. */
  get webSocketUrl(): string | undefined {
    return this.manifest.socket === null ? undefined : this.#parts.socket.url;
  }

  /** The user's own variables and queuerun's, as the function gets them. */
  get variables(): Readonly<Record<string, string>> {
    return this.#deployment.configuration.variables;
  }

  /** Of the last build. */
  get warnings(): readonly Problem[] {
    return this.#deployment.warnings;
  }

  /** Files outside the backend folder that the last build read, as absolute paths. */
  get outsideFiles(): readonly string[] {
    return this.#deployment.outsideFiles;
  }

  /** What each tier may do, by the names of the local cloud. */
  get policies(): TierPolicies {
    return this.#parts.gate.policies;
  }

  get concurrency(): Concurrency {
    return this.#parts.pool.concurrency;
  }

  /** Lets jobs in, once provisioned instances are warm. */
  async open(): Promise<void> {
    const { pool, queues } = this.#parts;
    await pool.warm();
    await queues.connect(pool, pool.concurrency.reserved !== 0);
  }

  /** Takes a request for a WebSocket. */
  upgrade(...upgrade: Parameters<LocalSocket["upgrade"]>): Promise<void> {
    return this.#parts.socket.upgrade(...upgrade);
  }

  /** Invokes the function with an event, as a client that does not wait for capacity. */
  invoke(event: unknown): Promise<InvocationResult> {
    return this.invokePayload(JSON.stringify(event), createTraceId());
  }

  /** The same with an event that is in JSON. */
  invokePayload(payload: string, traceId: string): Promise<InvocationResult> {
    return this.#parts.pool.invoke({ requestId: randomUUID(), payload, traceId }, "refuse");
  }

  /** Resolves when it is in effect: provisioned instances are warm, and a pause receives no job. */
  setConcurrency(change: Partial<Concurrency>): Promise<void> {
    return this.changeConcurrency(() => change);
  }

  /**
   * The same with a change that depends on what is in effect when its turn has come.
   */
  changeConcurrency(decide: (current: Concurrency) => Partial<Concurrency>): Promise<void> {
    return this.#change(async () => {
      const change = decide(this.concurrency);
      if (Object.keys(change).length > 0) await this.#apply({ ...this.concurrency, ...change });
    });
  }

  pause(): Promise<void> {
    return this.setConcurrency({ reserved: 0 });
  }

  /** Goes on with the reserved concurrency of before the pause. */
  resume(): Promise<void> {
    return this.changeConcurrency(({ reserved }) =>
      reserved === 0 ? { reserved: this.#reservedToResume } : {},
    );
  }

  /**
   * Builds again. Resolves to true when there is new code, which is now served.
   * @throws {BackendError} with all problems of the backend; the old code goes on.
   */
  rebuild(): Promise<boolean> {
    return this.#change(async () => {
      const { deployer, pool, queues, events } = this.#parts;
      const old = this.#deployment;
      const deployment = await deployer.deploy();
      if (deployment === old) return false;
      this.#deployment = deployment;
      void pool.replace(deployment.configuration).then(() => deployer.release(old));
      await queues.connect(pool, pool.concurrency.reserved !== 0);
      events.emit("reload", deployment.manifest);
      return true;
    });
  }

  /**
   * Resolves when no job is visible, delayed or in flight, and no request or message is being handled.
   * Rejects when that cannot be, as the backend or a queue with jobs is paused.
   */
  drained(): Promise<void> {
    return drain(this.#parts);
  }

  /** Stops everything, at once. */
  close(): Promise<void> {
    return this.#parts.cleanup.run();
  }

  async #apply(concurrency: Concurrency): Promise<void> {
    const { pool, queues } = this.#parts;
    if (concurrency.reserved !== 0) {
      pool.setConcurrency(concurrency);
      await pool.warm();
      queues.enable();
    } else {
      const { reserved } = pool.concurrency;
      if (reserved !== 0) this.#reservedToResume = reserved;
      await queues.disable();
      pool.setConcurrency(concurrency);
      // What was received for it: given back, it would have been received in vain
      await pool.begun();
    }
  }

  #change<T>(make: () => Promise<T>): Promise<T> {
    const change = this.#lastChange.then(make, make);
    this.#lastChange = change;
    return change;
  }
}
