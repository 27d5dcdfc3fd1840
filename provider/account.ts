import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../permissions/arns.ts";
import { DeploymentError } from "./deployment-error.ts";

/** Asks AWS, through the provider of `parent`, where its resources will be. */
export async function readAccount(parent: pulumi.Resource): Promise<Omit<Scope, "app">> {
  try {
    const [{ accountId }, { partition }, { region }] = await Promise.all([
      aws.getCallerIdentity({}, { parent }),
      aws.getPartition({}, { parent }),
      aws.getRegion({}, { parent }),
    ]);
    return { account: accountId, partition, region };
  } catch (error) {
    // No program text in what Pulumi shows: the reason is in the environment
    throw new DeploymentError(
      `Cannot ask AWS for the account and region: ${error instanceof Error ? error.message : error}`,
    );
  }
}
