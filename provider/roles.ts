import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BackendContext } from "./context.ts";
import { Permissions } from "./permissions.ts";
import { Feature } from "./permissions-args.ts";

/** What a Backend needs of the permission tiers. */
export interface BackendRoles {
  readonly runtimeRoleArn: pulumi.Output<string>;
  readonly backendRoleArn: pulumi.Output<string | undefined>;
  readonly deployPolicyArns: pulumi.Output<string[]>;
  readonly deployPolicyJson: pulumi.Output<string | undefined>;
}

/** The tiers that somebody else has made, or those of this backend. */
export function chooseRoles(
  context: BackendContext,
  api: aws.apigatewayv2.Api | undefined,
): BackendRoles {
  const { permissions } = context.args;
  if (!permissions) return createPermissions(context, api);
  return {
    runtimeRoleArn: pulumi.output(permissions.runtimeRoleArn),
    backendRoleArn: pulumi.output(permissions.backendRoleArn),
    deployPolicyArns: pulumi.output([]),
    deployPolicyJson: pulumi.output(undefined),
  };
}

function createPermissions(
  { name, app, args, tags, parent, package: built }: BackendContext,
  api: aws.apigatewayv2.Api | undefined,
): BackendRoles {
  const { backendPolicy, permissionsBoundary, vpc } = args;
  const features = [
    ...(built.manifest.routes.length > 0 ? [Feature.Http] : []),
    ...(built.manifest.queues.length > 0 ? [Feature.Queues] : []),
  ];
  const made = new Permissions(
    name,
    {
      features,
      appName: app,
      vpc: Boolean(vpc),
      apiIds: api === undefined ? [] : [api.id],
      ...(backendPolicy ? { backendPolicy } : {}),
      ...(permissionsBoundary ? { permissionsBoundary } : {}),
      ...tags,
    },
    { parent },
  );
  const { runtimeRoleArn, backendRoleArn, deployPolicyArns, deployPolicyJson } = made;
  return { runtimeRoleArn, backendRoleArn, deployPolicyArns, deployPolicyJson };
}
