import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { DeploymentPackage } from "../build/build.ts";
import type { Concurrency } from "../manifest/concurrency.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Problem } from "../manifest/problem.ts";
import { Cleanup } from "./cleanup.ts";
import type { CloudEvents } from "./cloud-events.ts";
import { createDeployer, type Deployer, type Deployment } from "./deployer.ts";
import { drain } from "./drain.ts";
import { FunctionPool } from "./function-pool.ts";
import { type HttpGateway, type HttpGatewayOptions, startHttpGateway } from "./http-gateway.ts";
import type { InvocationResult } from "./invocation.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { LocalQueues } from "./local-queues.ts";
import { createPackageSource } from "./package-source.ts";
import { createTraceId } from "./trace-id.ts";

export interface LocalCloudOptions {
  /** A backend folder, or a package that was built before. */
  readonly source: string | DeploymentPackage;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default: both `off`. */
  readonly concurrency?: Concurrency;
  /** The user's own environment variables, read again for each build. Default: none. */
  readonly environment?: () => Promise<Readonly<Record<string, string>>>;
  /** Takes what the backend prints, and Lambda's own lines. Default: nobody. */
  readonly output?: (line: string) => void;
  /** Arguments for Node that run another runtime interface client than ours. */
  readonly runtimeInterfaceClient?: readonly string[];
  /** Answers requests below `/_queuerun/`. Default: 404. */
  readonly control?: (cloud: LocalCloud) => HttpGatewayOptions["control"];
  readonly limits?: Partial<Limits>;
}

const OFF: Concurrency = { reserved: "off", provisioned: "off" };

/**
 * Builds the backend and starts what AWS would run it with. Leaves nothing behind when it fails.
 * @throws {BackendError} with all problems of the backend.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const cleanup = new Cleanup();
  try {
    return await start(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function start(options: LocalCloudOptions, cleanup: Cleanup): Promise<LocalCloud> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const events: CloudEvents = new EventEmitter();
  const started = Promise.withResolvers<LocalCloud>();
  // First, as a port that is taken is the likeliest reason to fail. Requests wait for the rest
  const gateway = await startHttpGateway(createGatewayOptions(options, limits, started.promise));
  cleanup.add(() => gateway.close());
  const { output = () => {} } = options;
  const queues = new LocalQueues(events, limits, output);
  const deployer = await createDeployer({
    source: createPackageSource(options.source),
    queues,
    environment: options.environment ?? (async () => ({})),
    output,
    runtimeInterfaceClient: options.runtimeInterfaceClient,
  });
  cleanup.add(() => deployer.close());
  cleanup.add(() => queues.close());
  const deployment = await deployer.deploy();
  const pool = new FunctionPool({
    configuration: deployment.configuration,
    concurrency: options.concurrency ?? OFF,
    limits,
    freed() {
      queues.wake();
      events.emit("activity");
    },
  });
  cleanup.add(() => pool.close());
  const cloud = new LocalCloud({ gateway, queues, deployer, pool, events, cleanup, deployment });
  await cloud.open();
  started.resolve(cloud);
  return cloud;
}

function createGatewayOptions(
  { host = "127.0.0.1", port = 0, control, output = () => {} }: LocalCloudOptions,
  limits: Limits,
  started: Promise<LocalCloud>,
): HttpGatewayOptions {
  return {
    host,
    port,
    limits,
    output,
    reserved: async () => (await started).concurrency.reserved,
    invoke: async (payload, traceId) => await (await started).invokePayload(payload, traceId),
    async control(request, response) {
      const answer = control?.(await started);
      if (answer === undefined) response.writeHead(404).end();
      else await answer(request, response);
    },
  };
}

interface Parts {
  readonly gateway: HttpGateway;
  readonly queues: LocalQueues;
  readonly deployer: Deployer;
  readonly pool: FunctionPool;
  readonly events: CloudEvents;
  readonly cleanup: Cleanup;
  readonly deployment: Deployment;
}

/** HTTP API, function, queues and event source mappings of one backend, on this machine. */
export class LocalCloud {
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  readonly port: number;
  readonly events: CloudEvents;
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
    this.queues = parts.queues;
    this.#deployment = parts.deployment;
  }

  get manifest(): Manifest {
    return this.#deployment.manifest;
  }

  /** Of the last build. */
  get warnings(): readonly Problem[] {
    return this.#deployment.warnings;
  }

  /** Files outside the backend folder that the last build read, as absolute paths. */
  get outsideFiles(): readonly string[] {
    return this.#deployment.outsideFiles;
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
   * Resolves when no job is visible, delayed or in flight, and no request is being handled. Rejects
   * when that cannot be, as the backend or a queue with jobs is paused.
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
      await queues.returned();
    }
  }

  #change<T>(make: () => Promise<T>): Promise<T> {
    const change = this.#lastChange.then(make, make);
    this.#lastChange = change;
    return change;
  }
}
