import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { FunctionVersion, LambdaFunction } from "../entities.ts";
import type { Store } from "../store.ts";

export interface FunctionName {
  readonly arn: string;
  readonly name: string;
  /** A version or alias, when one is named. */
  readonly qualifier?: string;
}

/** Takes a name, `name:qualifier`, or an ARN with or without a qualifier. */
export function parseFunctionName(client: Client, text: string): FunctionName {
  const parts = text.startsWith("arn:") ? text.split(":").slice(6) : text.split(":");
  const [name = "", qualifier] = parts;
  const arn = text.startsWith("arn:")
    ? text.split(":").slice(0, 7).join(":")
    : client.arn("lambda", `function:${name}`);
  return { arn, name, ...(qualifier === undefined ? {} : { qualifier }) };
}

/** @throws AwsError when there is no such function, version or alias. */
export function findFunction(store: Store, { arn, qualifier }: FunctionName): LambdaFunction {
  const found = store.get("function", arn);
  const target = qualifier === undefined ? arn : `${arn}:${qualifier}`;
  if (found !== undefined && hasQualifier(found, qualifier)) return found;
  throw new AwsError("ResourceNotFoundException", `Function not found: ${target}`);
}

export function hasQualifier(found: LambdaFunction, qualifier: string | undefined): boolean {
  if (qualifier === undefined || qualifier === "$LATEST") return true;
  return found.aliases[qualifier] !== undefined || hasVersion(found, qualifier);
}

export function hasVersion(found: LambdaFunction, version: string): boolean {
  return version === "$LATEST" || found.versions.some((each) => each.version === version);
}

export function latestVersion(found: LambdaFunction): FunctionVersion | undefined {
  return found.versions.at(-1);
}

/** As API Gateway calls a function. */
export function invokeArn(client: Client, target: string): string {
  const { partition, region } = client;
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
}
