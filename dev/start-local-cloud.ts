import { EventEmitter } from "node:events";
import type { DeploymentPackage } from "../build/build.ts";
import type { Concurrency } from "../manifest/concurrency.ts";
import type { BackendPolicy } from "../permissions/backend-policy.ts";
import { AccessKeys } from "./access-keys.ts";
import { Cleanup } from "./cleanup.ts";
import type { CloudEvents } from "./cloud-events.ts";
import { createDeployer } from "./deployer.ts";
import { FunctionPool } from "./function-pool.ts";
import { Gate } from "./gate/gate.ts";
import { LocalPolicies } from "./gate/local-policies.ts";
import { type HttpGatewayOptions, startHttpGateway } from "./http-gateway.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { LocalCloud } from "./local-cloud.ts";
import { LocalQueues } from "./local-queues.ts";
import { LocalSocket } from "./local-socket.ts";
import { createPackageSource } from "./package-source.ts";

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
  /** What the backend's own code may do with its role. Default: it has none. */
  readonly backendPolicy?: BackendPolicy;
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
  const keys = new AccessKeys();
  const events: CloudEvents = new EventEmitter();
  const started = Promise.withResolvers<LocalCloud>();
  // First, as a port that is taken is the likeliest reason to fail. Requests wait for the rest
  const gatewayOptions = createGatewayOptions(options, limits, started.promise);
  const gateway = await startHttpGateway(gatewayOptions);
  cleanup.add(() => gateway.close());
  const { output } = gatewayOptions;
  const policies = new LocalPolicies(options.backendPolicy);
  const gate = new Gate({ keys, policies, output });
  const queues = new LocalQueues({ gate, events, limits, output });
  const socket = new LocalSocket(gateway.url, {
    ...gatewayOptions,
    gate,
    limits,
    closed: () => events.emit("activity"),
  });
  cleanup.add(() => socket.close());
  const deployer = await createDeployer({
    source: createPackageSource(options.source),
    queues,
    socket,
    url: gateway.url,
    environment: options.environment ?? (async () => ({})),
    output,
    keys,
    policies,
    awsUrl: options.backendPolicy && (await startAws(gate, cleanup)),
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
  const cloud = new LocalCloud({
    gate,
    gateway,
    queues,
    socket,
    deployer,
    pool,
    events,
    cleanup,
    deployment,
  });
  await cloud.open();
  started.resolve(cloud);
  return cloud;
}

/** Loaded only for a backend whose code has a role. Resolves to its URL. */
async function startAws(gate: Gate, cleanup: Cleanup): Promise<string> {
  const { startAwsEndpoint } = await import("./aws-endpoint/aws-endpoint.ts");
  const endpoint = await startAwsEndpoint(gate);
  cleanup.add(() => endpoint.close());
  return endpoint.url;
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
    upgrade: async (...upgrade) => await (await started).upgrade(...upgrade),
  };
}
