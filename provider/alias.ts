import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { deployedQueues } from "../manifest/internal-queue.ts";
import { ALIAS } from "../manifest/physical-names.ts";
import { provisionedInstances } from "./concurrency.ts";
import type { BackendContext } from "./context.ts";
import { DeploymentError } from "./deployment-error.ts";
import { checkVersion, type FunctionState } from "./publication.ts";

/**
 * The alias that all triggers target, so that provisioned concurrency serves them, and what is set for
 * it: Lambda keeps no instances ready for the function as such.
 */
export function createAlias(
  context: BackendContext,
  fn: aws.lambda.Function,
  state: pulumi.Output<FunctionState | undefined>,
): aws.lambda.Alias {
  const { name, options, operation, package: made } = context;
  const alias = new aws.lambda.Alias(
    name,
    {
      name: ALIAS,
      functionName: fn.name,
      functionVersion: chooseVersion(operation.version, fn, state),
    },
    options,
  );
  const instances = provisionedInstances(operation);
  if (instances > 0)
    new aws.lambda.ProvisionedConcurrencyConfig(
      name,
      {
        functionName: fn.name,
        qualifier: alias.name,
        provisionedConcurrentExecutions: instances,
      },
      // The alias must have let go of its previous version
      { ...options, dependsOn: [alias] },
    );
  if (deployedQueues(made.manifest).length > 0)
    // Jobs that push jobs would be stopped after 16 of them; queuerun counts by itself, and later
    new aws.lambda.FunctionRecursionConfig(
      name,
      { functionName: fn.name, recursiveLoop: "Allow" },
      options,
    );
  return alias;
}

function chooseVersion(
  version: string | undefined,
  fn: aws.lambda.Function,
  state: pulumi.Output<FunctionState | undefined>,
): pulumi.Output<string> {
  if (version === undefined) return fn.version;
  return state.apply((found) => {
    const problem = checkVersion(version, found);
    if (problem !== undefined) throw new DeploymentError(problem);
    return version;
  });
}
