import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { HANDLER } from "../manifest/environment.ts";
import { chooseLogLevel } from "../manifest/log-level.ts";
import { functionReservation } from "./concurrency.ts";
import type { BackendContext } from "./context.ts";
import { createLogGroup } from "./log-group.ts";
import { describeFunction, type FunctionState, hasUnpublished } from "./publication.ts";
import { createFunctionSearch, type KnownFunction } from "./refused-function.ts";

export interface FunctionParts {
  /** Path of the deployment package. */
  readonly archive: string;
  readonly roleArn: pulumi.Input<string>;
  readonly variables: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The function as it is in AWS. */
  readonly state: pulumi.Output<FunctionState | undefined>;
  /** The queues: what they wait for a job must be longer than the function may take, at any time. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** The function, with its log group. Each change of it publishes a version. */
export function createFunction(context: BackendContext, parts: FunctionParts): aws.lambda.Function {
  const { name, names, options, operation, settings, args, tags } = context;
  const logGroup = createLogGroup(context, parts.state);
  return new aws.lambda.Function(
    name,
    {
      name: names.function,
      description: createDescription(context, parts),
      code: new pulumi.asset.FileArchive(parts.archive),
      codeSha256: context.package.sha256,
      handler: HANDLER,
      runtime: settings.runtime,
      architectures: [settings.architecture],
      memorySize: settings.memorySize,
      timeout: context.package.manifest.function.timeoutSeconds,
      role: parts.roleArn,
      environment: { variables: parts.variables },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: logGroup.name,
        applicationLogLevel: findLogLevel(parts),
      },
      publish: true,
      reservedConcurrentExecutions: functionReservation(operation),
      ...(args.vpc ? { vpcConfig: args.vpc } : {}),
      ...tags,
    },
    { ...options, ...createFunctionHook(context, parts), dependsOn: [...parts.dependsOn] },
  );
}

/** AWS and the environment are known by then, as the function's inputs are made of them. */
function createFunctionHook({ app, createHook }: BackendContext, parts: FunctionParts) {
  let known: KnownFunction = {};
  parts.state.apply((found) => {
    known = { ...known, found };
  });
  pulumi.output(parts.variables).apply((variables) => {
    known = { ...known, variables };
  });
  return createHook(
    `queuerun ${app} function`,
    createFunctionSearch(() => known),
  );
}

/** The variables may be secret; which of two levels they ask for is not. */
function findLogLevel({ variables }: FunctionParts): pulumi.Output<string> {
  return pulumi.unsecret(pulumi.output(variables).apply((known) => chooseLogLevel(known)));
}

function createDescription(
  { settings, package: made }: BackendContext,
  { state, variables }: FunctionParts,
): pulumi.Output<string> {
  const { memorySize, runtime, architecture } = settings;
  const timeout = made.manifest.function.timeoutSeconds;
  const content = { codeSha256: made.sha256, memorySize, timeout, runtime, architecture };
  return state.apply((found) => {
    if (found === undefined || !hasUnpublished(found))
      return pulumi.output(describeFunction(found));
    const wanted = pulumi.output(variables).apply((known) => ({ ...content, variables: known }));
    // It says nothing of the variables but that they are those
    return pulumi.unsecret(wanted.apply((known) => describeFunction(found, known)));
  });
}
