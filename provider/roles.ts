import * as pulumi from "@pulumi/pulumi";
import { readNeeds } from "../permissions/needs.ts";
import type { BackendContext } from "./context.ts";
import { Permissions } from "./permissions.ts";
import { Feature } from "./permissions-args.ts";

/** What a Backend needs of the permission tiers. */
export interface BackendRoles {
  readonly runtimeRoleArn: pulumi.Output<string>;
  readonly schedulerRoleArn: pulumi.Output<string | undefined>;
  readonly backendRoleArn: pulumi.Output<string | undefined>;
  readonly deployPolicyArns: pulumi.Output<string[]>;
  readonly deployPolicyJson: pulumi.Output<string | undefined>;
}

/** IDs of the APIs that the backend has. */
export interface BackendApis {
  readonly http: pulumi.Output<string> | undefined;
  readonly webSocket: pulumi.Output<string> | undefined;
}

/** The tiers that somebody else has made, or those of this backend. */
export function chooseRoles(context: BackendContext, apis: BackendApis): BackendRoles {
  const { permissions } = context.args;
  if (!permissions) return createPermissions(context, apis);
  return {
    runtimeRoleArn: pulumi.output(permissions.runtimeRoleArn),
    schedulerRoleArn: pulumi.output(permissions.schedulerRoleArn),
    backendRoleArn: pulumi.output(permissions.backendRoleArn),
    deployPolicyArns: pulumi.output([]),
    deployPolicyJson: pulumi.output(undefined),
  };
}

function createPermissions(
  { name, app, args, tags, parent, package: built }: BackendContext,
  { http, webSocket }: BackendApis,
): BackendRoles {
  const { backendPolicy, permissionsBoundary, vpc } = args;
  const needs = readNeeds(built.manifest, { vpc: false, backendRole: false });
  const made = new Permissions(
    name,
    {
      features: Object.values(Feature).filter((feature) => needs.has(feature)),
      appName: app,
      vpc: Boolean(vpc),
      apiIds: [http, webSocket].filter((id) => id !== undefined),
      ...(webSocket === undefined ? {} : { webSocketApiId: webSocket }),
      ...(backendPolicy ? { backendPolicy } : {}),
      ...(permissionsBoundary ? { permissionsBoundary } : {}),
      ...tags,
    },
    { parent },
  );
  const { runtimeRoleArn, schedulerRoleArn, backendRoleArn, deployPolicyArns, deployPolicyJson } =
    made;
  return { runtimeRoleArn, schedulerRoleArn, backendRoleArn, deployPolicyArns, deployPolicyJson };
}
