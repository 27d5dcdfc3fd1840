import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { FunctionVersion, LambdaFunction } from "../entities.ts";
import { during } from "../resource-type.ts";
import { optionalText, text } from "../values.ts";
import type { Values } from "../wire.ts";
import { invokeArn, latestVersion } from "./function-name.ts";

/** The data source of a function: without a qualifier, of the version that was published last. */
export function getFunction(args: Values, client: Client): Promise<Values> {
  const name = text(args.functionName);
  return during(`reading Lambda Function (${name})`, readFunction(client, name, args));
}

async function readFunction(client: Client, name: string, args: Values): Promise<Values> {
  const qualifier = optionalText(args.qualifier);
  const resource = client.arn("lambda", `function:${name}`);
  if (qualifier === undefined)
    await client.call({ action: "lambda:ListVersionsByFunction", resource }, () => {});
  const found = await client.call({ action: "lambda:GetFunction", resource }, (store) =>
    store.get("function", resource),
  );
  const version = found && findVersion(found, qualifier);
  if (found === undefined || version === undefined)
    throw new AwsError("NotFound", "couldn't find resource");
  const published = version.version !== "$LATEST";
  if (published) await client.call({ action: "lambda:GetFunctionConcurrency", resource }, () => {});
  await client.call({ action: "lambda:GetFunctionCodeSigningConfig", resource }, () => {});
  const qualifiedArn = `${resource}:${qualifier ?? version.version}`;
  return {
    ...(version.configuration as unknown as Values),
    arn: resource,
    codeSha256: version.code.sha256,
    codeSigningConfigArn: "",
    functionName: name,
    id: name,
    invokeArn: invokeArn(client, resource),
    lastModified: found.lastModified,
    qualifiedArn,
    qualifiedInvokeArn: invokeArn(client, qualifiedArn),
    region: client.region,
    // Asked with a qualifier, AWS does not tell: the plugin then asks again, if it is that of a version
    reservedConcurrentExecutions: published ? (found.reserved ?? -1) : -1,
    sourceCodeHash: version.code.sha256,
    sourceCodeSize: version.code.size,
    tags: found.tags,
    version: version.version,
  };
}

function findVersion(
  found: LambdaFunction,
  qualifier: string | undefined,
): FunctionVersion | undefined {
  const { configuration, code, versions, aliases } = found;
  const latest = { version: "$LATEST", configuration, code };
  if (qualifier === undefined) return latestVersion(found) ?? latest;
  const version = aliases[qualifier]?.version ?? qualifier;
  return [latest, ...versions].find((each) => each.version === version);
}
