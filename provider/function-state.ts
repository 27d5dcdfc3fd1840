import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FunctionContent, FunctionState } from "./publication.ts";

/** Asks AWS what a function is at present; undefined if there is none, or it cannot be asked. */
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
    // Before the first deployment this is how it is. What else it may be shows when the function is
    // updated, with the same permissions.
    pulumi.log.debug(`No function ${functionName} yet: ${error}`, parent);
    return undefined;
  }
}

function readContent(found: aws.lambda.GetFunctionResult): FunctionContent {
  const { codeSha256, environment, memorySize, timeout, runtime, architectures } = found;
  const [architecture = ""] = architectures;
  const variables = environment?.variables ?? {};
  return { codeSha256, variables, memorySize, timeout, runtime, architecture };
}
