import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PhysicalNames } from "../manifest/physical-names.ts";
import type { Scope } from "../permissions/arns.ts";
import { createBackendTrust } from "../permissions/backend.ts";
import { describeRefusal, parseBackendPolicy } from "../permissions/backend-policy.ts";
import type { Needs } from "../permissions/needs.ts";
import type { TrustDocument } from "../permissions/policy-document.ts";
import { createRuntimePolicy, createRuntimeTrust } from "../permissions/runtime.ts";
import { createSchedulerPolicy, createSchedulerTrust } from "../permissions/scheduler.ts";
import type { ResourceOptions } from "./context.ts";
import { DeploymentError } from "./deployment-error.ts";
import type { PermissionsArgs } from "./permissions-args.ts";

/** What the resources of all tiers are made from. */
export interface TiersContext {
  readonly args: PermissionsArgs;
  readonly scope: Scope;
  readonly needs: Needs;
  readonly names: PhysicalNames;
  /** Logical name of the component. */
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly options: ResourceOptions;
}

/** Makes the function's execution role, and resolves to its ARN once it has its policy. */
export function createRuntimeRole(context: TiersContext): pulumi.Output<string> {
  const { scope, needs, names, args } = context;
  const role = createRole(context, "runtime", names.runtimeRole, createRuntimeTrust());
  const policy = pulumi
    .output(args.webSocketApiId)
    .apply((id) => JSON.stringify(createRuntimePolicy(scope, needs, id ?? undefined)));
  return attachPolicy(context, "runtime", role, policy);
}

/** Makes the role that schedules send their jobs with, if there are any. */
export function createSchedulerRole(context: TiersContext): pulumi.Output<string> | undefined {
  const { scope, needs, names } = context;
  if (!needs.has("schedules")) return undefined;
  const role = createRole(context, "scheduler", names.schedulerRole, createSchedulerTrust(scope));
  const policy = JSON.stringify(createSchedulerPolicy(scope, needs));
  return attachPolicy(context, "scheduler", role, policy);
}

/** Makes the role of the backend's own code, if it is granted anything. */
export function createBackendRole(context: TiersContext): pulumi.Output<string> | undefined {
  const { args, names, scope } = context;
  if (!args.backendPolicy) return undefined;
  const role = createRole(context, "backend", names.backendRole, createBackendTrust(scope));
  return attachPolicy(context, "backend", role, parsePolicy(args.backendPolicy));
}

/** A policy may be known only now. */
function parsePolicy(json: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(json).apply((known) => {
    const parsed = parseBackendPolicy(known);
    if ("policy" in parsed) return JSON.stringify(parsed.policy);
    throw new DeploymentError(describeRefusal("backendPolicy", parsed.problems).join("\n"));
  });
}

export function createRole(
  { name, args, options }: TiersContext,
  tier: string,
  physicalName: string,
  trust: pulumi.Input<TrustDocument>,
): aws.iam.Role {
  return new aws.iam.Role(
    `${name}-${tier}`,
    {
      name: physicalName,
      assumeRolePolicy: pulumi.output(trust).apply((known) => JSON.stringify(known)),
      ...(args.permissionsBoundary ? { permissionsBoundary: args.permissionsBoundary } : {}),
      ...(args.tags ? { tags: args.tags } : {}),
    },
    options,
  );
}

/** An inline policy: it is the role's own, and goes with it. */
function attachPolicy(
  { name, options }: TiersContext,
  tier: string,
  role: aws.iam.Role,
  policy: pulumi.Input<string>,
): pulumi.Output<string> {
  const attached = new aws.iam.RolePolicy(
    `${name}-${tier}`,
    { name: tier, role: role.id, policy },
    options,
  );
  // Whoever uses the role waits for its permissions
  return pulumi.all([role.arn, attached.id]).apply(([roleArn]) => roleArn);
}
