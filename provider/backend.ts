import * as pulumi from "@pulumi/pulumi";
import { createAppName } from "../manifest/app-name.ts";
import { INTERNAL_QUEUE } from "../manifest/internal-queue.ts";
import { createPhysicalNames } from "../manifest/physical-names.ts";
import { createAlias } from "./alias.ts";
import type { BackendArgs } from "./backend-args.ts";
import { isPaused } from "./concurrency.ts";
import { createConnectionsTable } from "./connections-table.ts";
import type { BackendContext } from "./context.ts";
import { readDeployment } from "./deployment.ts";
import { createEndpoints, createWebSocketUrl } from "./endpoints.ts";
import { createFunction } from "./function.ts";
import { readFunctionState } from "./function-state.ts";
import { createHttpApi, createHttpRoute } from "./http-api.ts";
import { listOutputs } from "./outputs.ts";
import { storePackage } from "./package-archive.ts";
import { prepareBackend } from "./prepare.ts";
import { createMappings, createQueues, type QueuePair } from "./queues.ts";
import { prepareHooks } from "./refusal-hook.ts";
import { chooseRoles } from "./roles.ts";
import { createSchedules } from "./schedules.ts";
import { createVariables } from "./variables.ts";
import { createWebSocketApi, createWebSocketRoutes } from "./websocket-api.ts";

/**
 * A backend on AWS Lambda: a folder of TypeScript files becomes a function, an HTTP API, queues, a
 * WebSocket API, schedules, and the permissions for each of them.
 */
export class Backend extends pulumi.ComponentResource {
  /** URL of the HTTP API; absent if the backend has no routes. */
  public readonly url: pulumi.Output<string | undefined>;
  /** URL that clients open WebSockets at; absent if the backend has no socket. */
  public readonly webSocketUrl: pulumi.Output<string | undefined>;
  /** Name of the function. */
  public readonly functionName: pulumi.Output<string>;
  /** The version that serves. */
  public readonly functionVersion: pulumi.Output<string>;
  /** ARN of the alias that all requests and jobs go to. */
  public readonly aliasArn: pulumi.Output<string>;
  /** URLs of the queues, by name. */
  public readonly queueUrls: pulumi.Output<Record<string, string>>;
  /** URLs of the dead-letter queues, by the name of the queue. */
  public readonly deadLetterQueueUrls: pulumi.Output<Record<string, string>>;
  /** ARNs of the managed policies of whoever deploys; empty if the roles were made elsewhere. */
  public readonly deployPolicyArns: pulumi.Output<string[]>;
  /** The same as JSON: one policy, or an array of them; absent if the roles were made elsewhere. */
  public readonly deployPolicyJson: pulumi.Output<string | undefined>;
  /** ARN of the function's execution role. */
  public readonly runtimeRoleArn: pulumi.Output<string>;
  /** ARN of the role of the backend's own code, if it has one. */
  public readonly backendRoleArn: pulumi.Output<string | undefined>;
  /** Whether the backend is paused: its reserved concurrency is 0. */
  public readonly paused: pulumi.Output<boolean>;

  constructor(name: string, args: BackendArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("queuerun:index:Backend", name, {}, opts);
    const created = createBackend(this, name, args);
    const output = <K extends keyof BackendOutputs>(key: K) =>
      pulumi.output(created.then((outputs) => outputs[key]));
    this.url = output("url");
    this.webSocketUrl = output("webSocketUrl");
    this.functionName = output("functionName");
    this.functionVersion = output("functionVersion");
    this.aliasArn = output("aliasArn");
    this.queueUrls = output("queueUrls");
    this.deadLetterQueueUrls = output("deadLetterQueueUrls");
    this.deployPolicyArns = output("deployPolicyArns");
    this.deployPolicyJson = output("deployPolicyJson");
    this.runtimeRoleArn = output("runtimeRoleArn");
    this.backendRoleArn = output("backendRoleArn");
    this.paused = output("paused");
    this.registerOutputs(listOutputs(this));
  }
}

type BackendOutputs = Awaited<ReturnType<typeof createBackend>>;

async function createBackend(parent: pulumi.Resource, name: string, args: BackendArgs) {
  const context = await createContext(parent, name, args);
  const archive = await storePackage(context.package);
  const { routes, socket } = context.package.manifest;
  const queues = createQueues(context);
  const httpApi = routes.length > 0 ? createHttpApi(context) : undefined;
  const sockets = socket === null ? undefined : createSocketParts(context);
  const roles = chooseRoles(context, { http: httpApi?.id, webSocket: sockets?.api.id });
  const state = pulumi.output(readFunctionState(context.names.function, parent));
  const fn = createFunction(context, {
    archive,
    roleArn: roles.runtimeRoleArn,
    variables: createVariables(
      context,
      createEndpoints(context, { ...roles, queues, httpApi, sockets }),
    ),
    state,
    dependsOn: queues.map(({ queue }) => queue),
  });
  const alias = createAlias(context, fn, state);
  if (httpApi !== undefined) createHttpRoute(context, httpApi, alias);
  if (sockets !== undefined) createWebSocketRoutes(context, sockets.api, alias);
  createMappings(context, queues, alias);
  createSchedules(context, queues, roles.schedulerRoleArn);
  return {
    ...roles,
    url: httpApi?.apiEndpoint,
    webSocketUrl: sockets && createWebSocketUrl(sockets.api),
    functionName: fn.name,
    functionVersion: alias.functionVersion,
    aliasArn: alias.arn,
    queueUrls: mapQueues(queues, ({ queue }) => queue.url),
    deadLetterQueueUrls: mapQueues(queues, ({ deadLetterQueue }) => deadLetterQueue.url),
    paused: isPaused(context.operation),
  };
}

function createSocketParts(context: BackendContext) {
  return { api: createWebSocketApi(context), table: createConnectionsTable(context) };
}

async function createContext(
  parent: pulumi.Resource,
  name: string,
  args: BackendArgs,
): Promise<BackendContext> {
  const deployment = readDeployment();
  const { project, stack } = deployment;
  const app = args.appName ?? createAppName({ project, stack, name });
  const [prepared, createHook] = await Promise.all([
    prepareBackend(name, args, deployment),
    prepareHooks(`queuerun ${app}`, args.permissions ? "elsewhere" : "here"),
  ]);
  for (const warning of prepared.warnings) await pulumi.log.warn(warning, parent);
  return {
    ...prepared,
    args,
    name,
    app,
    names: createPhysicalNames(app),
    parent,
    tags: args.tags ? { tags: args.tags } : {},
    createHook,
    options: { parent, deleteBeforeReplace: true, ...createHook(`queuerun ${app}`) },
  };
}

function mapQueues(
  queues: readonly QueuePair[],
  read: (pair: QueuePair) => pulumi.Output<string>,
): Record<string, pulumi.Output<string>> {
  const own = queues.filter(({ settings }) => settings.name !== INTERNAL_QUEUE);
  return Object.fromEntries(own.map((pair) => [pair.settings.name, read(pair)]));
}
