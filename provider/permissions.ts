import * as pulumi from "@pulumi/pulumi";
import { createPhysicalNames } from "../manifest/physical-names.ts";
import { readAccount } from "./account.ts";
import { announceChange } from "./announce-change.ts";
import { createDeployTier } from "./deploy-tier.ts";
import { readDeployment } from "./deployment.ts";
import { listOutputs } from "./outputs.ts";
import type { PermissionsArgs } from "./permissions-args.ts";
import { preparePermissions } from "./prepare-permissions.ts";
import { prepareHooks } from "./refusal-hook.ts";
import { createBackendRole, createRuntimeRole, createSchedulerRole } from "./tiers.ts";

/**
 * The tiers of permissions of a backend, each an IAM resource of its own: what whoever deploys it may
 * do, what the function may do, what its schedules may do, and what the backend's own code may do. A
 * `Backend` makes them for itself, unless it is given those that an administrator has made with this.
 */
export class Permissions extends pulumi.ComponentResource {
  /** ARNs of the managed policies of the deploy tier: attach all of them. */
  public readonly deployPolicyArns: pulumi.Output<string[]>;
  /** The deploy tier as JSON: one policy, or an array of them. */
  public readonly deployPolicyJson: pulumi.Output<string>;
  /** ARN of the role for GitHub Actions, if there is one. */
  public readonly deployRoleArn: pulumi.Output<string | undefined>;
  /** ARN of the function's execution role. */
  public readonly runtimeRoleArn: pulumi.Output<string>;
  /** ARN of the role that schedules send their jobs with, if the backend has any. */
  public readonly schedulerRoleArn: pulumi.Output<string | undefined>;
  /** ARN of the role of the backend's own code, if it is granted anything. */
  public readonly backendRoleArn: pulumi.Output<string | undefined>;

  constructor(name: string, args: PermissionsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("queuerun:index:Permissions", name, {}, opts);
    const created = createPermissions(this, name, args);
    this.deployPolicyArns = pulumi.output(created.then(({ deploy }) => deploy.policyArns));
    this.deployPolicyJson = pulumi.output(created.then(({ deploy }) => deploy.policyJson));
    this.deployRoleArn = pulumi.output(created.then(({ deploy }) => deploy.roleArn));
    this.runtimeRoleArn = pulumi.output(created.then(({ runtimeRoleArn }) => runtimeRoleArn));
    this.schedulerRoleArn = pulumi.output(created.then(({ schedulerRoleArn }) => schedulerRoleArn));
    this.backendRoleArn = pulumi.output(created.then(({ backendRoleArn }) => backendRoleArn));
    this.registerOutputs(listOutputs(this));
  }
}

async function createPermissions(parent: pulumi.Resource, name: string, args: PermissionsArgs) {
  const { app, needs, githubSubject } = await preparePermissions(name, args, readDeployment());
  const hookName = `queuerun ${app} permissions`;
  const [account, createHook] = await Promise.all([
    readAccount(parent),
    prepareHooks(hookName, "here"),
  ]);
  const context = {
    args,
    scope: { ...account, app },
    needs,
    names: createPhysicalNames(app),
    name,
    parent,
    options: { parent, deleteBeforeReplace: true, ...createHook(hookName) },
  } as const;
  await announceChange(context);
  const runtimeRoleArn = createRuntimeRole(context);
  return {
    deploy: createDeployTier(context, githubSubject),
    runtimeRoleArn,
    schedulerRoleArn: createSchedulerRole(context),
    backendRoleArn: createBackendRole(context),
  };
}
