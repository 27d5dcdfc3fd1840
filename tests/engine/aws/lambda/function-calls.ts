import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { FunctionConfiguration, LambdaFunction, Tags } from "../entities.ts";
import type { Store } from "../store.ts";
import { checkReserved } from "./concurrency.ts";
import { checkConfiguration, VPC_ID } from "./configuration.ts";
import { latestVersion } from "./function-name.ts";
import { checkPackage, type DeploymentPackage } from "./package.ts";

export function createFunction(
  client: Client,
  name: string,
  configuration: FunctionConfiguration,
  code: DeploymentPackage,
  options: { readonly publish: boolean; readonly tags: Tags },
): Promise<void> {
  const arn = client.arn("lambda", `function:${name}`);
  const conditions = configurationConditions(configuration);
  const call = { action: "lambda:CreateFunction", resource: arn, ...conditions };
  return client.call(call, (store) => {
    if (store.get("function", arn) !== undefined)
      throw new AwsError("ResourceConflictException", `Function already exist: ${name}`);
    checkConfiguration(client, store, configuration);
    checkPackage(code, configuration.handler, configuration.environment?.variables ?? {});
    const created: LambdaFunction = {
      arn,
      name,
      configuration,
      code: { sha256: code.sha256, size: code.size },
      lastModified: new Date(client.now()).toISOString(),
      tags: options.tags,
      reserved: null,
      versions: [],
      aliases: {},
      provisioned: {},
      policies: {},
      recursiveLoop: "Terminate",
    };
    store.put("function", arn, options.publish ? publish(created) : created);
  });
}

export function updateConfiguration(
  client: Client,
  arn: string,
  changed: Partial<FunctionConfiguration>,
  removed: readonly string[],
): Promise<void> {
  const conditions = configurationConditions(changed);
  const call = { action: "lambda:UpdateFunctionConfiguration", resource: arn, ...conditions };
  return client.call(call, (store) => {
    const found = find(store, arn);
    const kept = Object.entries(found.configuration).filter(([name]) => !removed.includes(name));
    const configuration = { ...Object.fromEntries(kept), ...changed } as FunctionConfiguration;
    checkConfiguration(client, store, configuration);
    store.put("function", arn, { ...found, configuration, ...modified(client) });
  });
}

export function updateCode(
  client: Client,
  arn: string,
  code: DeploymentPackage,
  architectures: readonly string[],
): Promise<void> {
  return client.call({ action: "lambda:UpdateFunctionCode", resource: arn }, (store) => {
    const found = find(store, arn);
    const configuration = { ...found.configuration, architectures };
    checkPackage(code, configuration.handler, configuration.environment?.variables ?? {});
    const { sha256, size } = code;
    store.put("function", arn, {
      ...found,
      configuration,
      code: { sha256, size },
      ...modified(client),
    });
  });
}

export function putConcurrency(client: Client, arn: string, reserved: number): Promise<void> {
  return client.call({ action: "lambda:PutFunctionConcurrency", resource: arn }, (store) => {
    const found = find(store, arn);
    checkReserved(store, client.settings(), found, reserved);
    store.put("function", arn, { ...found, reserved });
  });
}

export function deleteConcurrency(client: Client, arn: string): Promise<void> {
  return client.call({ action: "lambda:DeleteFunctionConcurrency", resource: arn }, (store) =>
    store.put("function", arn, { ...find(store, arn), reserved: null }),
  );
}

export function publishVersion(client: Client, arn: string): Promise<void> {
  return client.call({ action: "lambda:PublishVersion", resource: arn }, (store) =>
    store.put("function", arn, publish(find(store, arn))),
  );
}

export function deleteFunction(client: Client, arn: string): Promise<void> {
  return client.call({ action: "lambda:DeleteFunction", resource: arn }, (store) =>
    store.delete("function", arn),
  );
}

export function putTags(store: Store, arn: string, tags: Tags): void {
  store.put("function", arn, { ...find(store, arn), tags });
}

/** Lambda makes no version of what is the same as the last. */
function publish(found: LambdaFunction): LambdaFunction {
  const { configuration, code, versions } = found;
  const last = latestVersion(found);
  const current = JSON.stringify([configuration, code]);
  if (last !== undefined && JSON.stringify([last.configuration, last.code]) === current)
    return found;
  const version = String(Number(last?.version ?? 0) + 1);
  return { ...found, versions: [...versions, { version, configuration, code }] };
}

/** Condition keys that narrow what a configuration may name. */
function configurationConditions(configuration: Partial<FunctionConfiguration>) {
  const { layers, vpcConfig } = configuration;
  const conditions: Record<string, string> = {};
  if (layers?.length) conditions["lambda:Layer"] = layers.join(",");
  if (vpcConfig?.subnetIds.length) {
    conditions["lambda:SubnetIds"] = vpcConfig.subnetIds.join(",");
    conditions["lambda:VpcIds"] = VPC_ID;
  }
  return Object.keys(conditions).length > 0 ? { conditions } : {};
}

function modified(client: Client) {
  return { lastModified: new Date(client.now()).toISOString() };
}

function find(store: Store, arn: string): LambdaFunction {
  const found = store.get("function", arn);
  if (found !== undefined) return found;
  throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
}
