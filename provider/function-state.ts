import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DeploymentError } from "./deployment-error.ts";
import { isDenied } from "./explain-refusal.ts";
import type { FunctionContent, FunctionState } from "./publication.ts";

const ABSENT = /couldn't find resource|not found|NotFound|StatusCode: 404/;

/**
 * Asks AWS what a function is at present; undefined if there is none, or it cannot be asked.
 * @throws {DeploymentError} if whoever deploys may not ask: to take the function for new would hide
 * what is not published.
 */
export async function readFunctionState(
  functionName: string,
  parent: pulumi.Resource,
): Promise<FunctionState | undefined> {
  try {
    const [latest, newest] = await Promise.all([
      aws.lambda.getFunction({ functionName, qualifier: "$LATEST" }, { parent }),
      aws.lambda.getFunction({ functionName }, { parent }),
    ]);
    return {
      latest: readContent(latest),
      newest: readContent(newest),
      version: Number(newest.version),
      description: latest.description,
      // Of a version the provider tells it too: it asks for it apart
      reserved: newest.reservedConcurrentExecutions,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const problem = `Cannot ask AWS for the function "${functionName}": ${reason}`;
    if (isDenied(reason)) throw new DeploymentError(problem);
    // Before the first deployment this is how it is, and with the mocks of a unit test, which have no engine
    if (ABSENT.test(reason) || !pulumi.runtime.hasEngine()) await pulumi.log.debug(problem, parent);
    else await pulumi.log.warn(problem, parent);
    return undefined;
  }
}

function readContent(found: aws.lambda.GetFunctionResult): FunctionContent {
  const { codeSha256, environment, memorySize, timeout, runtime, architectures } = found;
  const [architecture = ""] = architectures;
  const variables = environment?.variables ?? {};
  return { codeSha256, variables, memorySize, timeout, runtime, architecture };
}
