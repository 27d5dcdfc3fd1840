import * as pulumi from "@pulumi/pulumi";
import { createAppName } from "../manifest/app-name.ts";
import { createPhysicalNames } from "../manifest/physical-names.ts";
import { createAlias } from "./alias.ts";
import type { BackendArgs } from "./backend-args.ts";
import { isPaused } from "./concurrency.ts";
import type { BackendContext } from "./context.ts";
import { readDeployment } from "./deployment.ts";
import { createFunction } from "./function.ts";
import { readFunctionState } from "./function-state.ts";
import { createHttpApi, createHttpRoute } from "./http-api.ts";
import { listOutputs } from "./outputs.ts";
import { storePackage } from "./package-archive.ts";
import { prepareBackend } from "./prepare.ts";
import { readUrlPrefixes } from "./queue-names.ts";
import { createMappings, createQueues, type QueuePair } from "./queues.ts";
import { prepareHooks } from "./refusal-hook.ts";
import { chooseRoles } from "./roles.ts";
import { createVariables } from "./variables.ts";

/**
 * A backend on AWS Lambda: a folder of TypeScript files becomes a function, an HTTP API, queues, and the
 * permissions for each of them.
 */
export class Backend extends pulumi.ComponentResource {
  /** URL of the HTTP API; absent if the backend has no routes. */
  public readonly url: pulumi.Output<string | undefined>;
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
  const { routes } = context.package.manifest;
  const queues = createQueues(context);
  const api = routes.length > 0 ? createHttpApi(context) : undefined;
  const roles = chooseRoles(context, api);
  const state = pulumi.output(readFunctionState(context.names.function, parent));
  const fn = createFunction(context, {
    archive,
    roleArn: roles.runtimeRoleArn,
    variables: createVariables(context, readUrlPrefixes(context.app, queues)),
    state,
    dependsOn: queues.map(({ queue }) => queue),
  });
  const alias = createAlias(context, fn, state);
  if (api !== undefined) createHttpRoute(context, api, alias);
  createMappings(context, queues, alias);
  return {
    ...roles,
    url: api?.apiEndpoint,
    functionName: fn.name,
    functionVersion: alias.functionVersion,
    aliasArn: alias.arn,
    queueUrls: mapQueues(queues, ({ queue }) => queue.url),
    deadLetterQueueUrls: mapQueues(queues, ({ deadLetterQueue }) => deadLetterQueue.url),
    paused: isPaused(context.operation),
  };
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
    prepareHooks(`queuerun ${app}`),
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
  return Object.fromEntries(queues.map((pair) => [pair.settings.name, read(pair)]));
}
