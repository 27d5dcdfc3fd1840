import * as pulumi from "@pulumi/pulumi";
import { EXEC_WRAPPER, packVariables } from "../manifest/environment.ts";
import type { BackendContext } from "./context.ts";
import { DeploymentError } from "./deployment-error.ts";
import { environment as checkEnvironment } from "./environment-shape.ts";

type Variables = Record<string, pulumi.Input<string>>;

/**
 * The function's environment. What is in the env file is secret in Pulumi's state; what is in the
 * program is secret if it says so, and AWS keys always.
 * @param endpoints See `createEndpoints`.
 */
export function createVariables(
  { args, envFile }: Pick<BackendContext, "args" | "envFile">,
  endpoints: Variables,
): pulumi.Input<Variables> {
  const { environment = {} } = args;
  const queuerun: Variables = {
    AWS_LAMBDA_EXEC_WRAPPER: `/var/task/${EXEC_WRAPPER}`,
    ...endpoints,
  };
  const merge = (own: Variables): Variables => ({
    ...packVariables(hideValues(envFile.variables)),
    ...packVariables({ ...own, ...hideKeys(own) }),
    ...queuerun,
  });
  if (!pulumi.Output.isInstance(environment) && !(environment instanceof Promise))
    return merge(environment);
  return pulumi.output(environment).apply((own) => {
    const problems = checkEnvironment(own, "environment");
    if (problems.length > 0) throw new DeploymentError(problems.join("\n"));
    return pulumi.output(merge(own));
  });
}

function hideKeys(variables: Variables): Variables {
  const keys = Object.entries(variables).filter(([name]) => /^AWS_.*ACCESS_KEY/.test(name));
  return hideValues(Object.fromEntries(keys));
}

function hideValues(variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, pulumi.secret(value)]),
  );
}
