import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BackendContext } from "./context.ts";
import type { FunctionState } from "./publication.ts";

/**
 * Makes the function's log group. One may be left from an earlier function of the same name: the first
 * preview says so, as the update that follows would fail half-way.
 */
export function createLogGroup(
  { name, names, settings, tags, options, parent }: BackendContext,
  state: pulumi.Output<FunctionState | undefined>,
): aws.cloudwatch.LogGroup {
  if (pulumi.runtime.isDryRun())
    state.apply(async (found) => {
      if (found === undefined && (await exists(names.logGroup, parent)))
        await pulumi.log.warn(describeExisting(names.logGroup), parent);
    });
  return new aws.cloudwatch.LogGroup(
    name,
    { name: names.logGroup, retentionInDays: settings.logRetentionDays, ...tags },
    options,
  );
}

async function exists(name: string, parent: pulumi.Resource): Promise<boolean> {
  try {
    await aws.cloudwatch.getLogGroup({ name }, { parent });
    return true;
  } catch {
    return false;
  }
}

function describeExisting(name: string): string {
  return `There is a log group "${name}" already. If this stack has not made it, the update will fail
→ Delete it: aws logs delete-log-group --log-group-name ${name}
→ Or keep it: see "A log group that exists already" in queuerun's docs/deploying.md`;
}
