import type { Client } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { type Change, during, PartialUpdate, type ResourceType } from "../resource-type.ts";
import { arn, integer, matching, oneOf, tags } from "../rules.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { number, tagsOf, text, texts } from "../values.ts";
import type { Values } from "../wire.ts";
import { CONFIGURATION_INPUTS, createConfiguration, VPC_ID } from "./configuration.ts";
import {
  createFunction,
  deleteConcurrency,
  deleteFunction,
  publishVersion,
  putConcurrency,
  putTags,
  updateCode,
  updateConfiguration,
} from "./function-calls.ts";
import { invokeArn, latestVersion } from "./function-name.ts";
import { readPackage } from "./package.ts";

/** What makes the real plugin upload the code again. */
const CODE_INPUTS = ["code", "codeSha256", "sourceCodeHash", "architectures"];

export const FUNCTION: ResourceType = {
  token: "aws:lambda/function:Function",
  inputs: {
    architectures: { check: (value) => oneOf("arm64", "x86_64")(texts(value).join()) },
    code: { writeOnly: true },
    codeSha256: { check: matching(/^[A-Za-z0-9+/]{43}=$/) },
    deadLetterConfig: {},
    description: { check: matching(/^.{0,256}$/s) },
    environment: {},
    ephemeralStorage: {},
    handler: { check: matching(/^\S{1,128}$/) },
    layers: {},
    loggingConfig: {},
    memorySize: { default: 128, check: integer(128, 10_240) },
    name: { autoname: 64, replaces: true, check: matching(/^[\w-]{1,64}$/) },
    packageType: { default: "Zip", replaces: true, check: oneOf("Zip") },
    publish: { default: false, writeOnly: true },
    region: { replaces: true },
    reservedConcurrentExecutions: { default: -1, check: integer(-1, 1_000_000) },
    role: { check: arn },
    runtime: { check: oneOf("nodejs22.x", "nodejs24.x") },
    skipDestroy: { default: false, writeOnly: true },
    sourceCodeHash: { writeOnly: true },
    tags: { check: tags },
    timeout: { default: 3, check: integer(1, 900) },
    tracingConfig: {},
    vpcConfig: {},
  },
  validate: (_, given) =>
    ["code", "handler", "runtime"]
      .filter((input) => !given(input))
      .map((input) => ({ input, reason: `must be set when packageType is Zip` })),
  unknownAfter(change) {
    const code = change.has(...CODE_INPUTS);
    const published =
      change.news.publish && (code || change.has("publish", ...CONFIGURATION_INPUTS));
    return [
      // The digest and size of the code too, but the real plugin previews what they were
      ...(code ? ["lastModified"] : []),
      ...(published ? ["version", "qualifiedArn", "qualifiedInvokeArn"] : []),
    ];
  },
  async create(client, inputs, created) {
    const name = text(inputs.name);
    const configuration = createConfiguration(name, inputs);
    const code = readPackage(inputs.code);
    const options = { publish: inputs.publish === true, tags: tagsOf(inputs) };
    const work = authorizeFunction(client, name, inputs).then(() =>
      createFunction(client, name, configuration, code, options),
    );
    await during(`creating Lambda Function (${name})`, work);
    created(name);
    await waitForFunction(client, name);
    const reserved = number(inputs.reservedConcurrentExecutions);
    if (reserved >= 0) await setConcurrency(client, name, reserved);
  },
  read: readFunction,
  update: updateFunction,
  async delete(client, name, state) {
    if (state.skipDestroy === true) return;
    const resource = client.arn("lambda", `function:${name}`);
    await during(`deleting Lambda Function (${name})`, deleteFunction(client, resource));
    await waitForFunction(client, name);
  },
};

/** What is authorized besides the function itself when one is made. */
async function authorizeFunction(client: Client, name: string, inputs: Values): Promise<void> {
  const within = "lambda:CreateFunction";
  const { role, vpcConfig } = createConfiguration(name, inputs);
  await passRole(client, role, within);
  if (vpcConfig !== undefined) await describeNetwork(client, within);
  const resource = client.arn("lambda", `function:${name}`);
  await authorizeTags(client, inputs, { action: "lambda:TagResource", resource, within });
}

/** Lambda looks at the network of a function with the permissions of its caller. */
async function describeNetwork(client: Client, within: string): Promise<void> {
  for (const name of ["DescribeSecurityGroups", "DescribeSubnets", "DescribeVpcs"])
    await client.call({ action: `ec2:${name}`, resource: "*", within }, () => {});
}

/** Configuration, code, concurrency, and last a version, when something of this run calls for one. */
async function updateFunction(client: Client, name: string, change: Change): Promise<void> {
  const { news } = change;
  const resource = client.arn("lambda", `function:${name}`);
  const changed = CONFIGURATION_INPUTS.filter((input) => change.has(input));
  const code = change.has(...CODE_INPUTS);
  try {
    if (changed.length > 0) await updateChanged(client, name, change, changed);
    if (code) {
      const architectures = texts(news.architectures ?? change.olds.architectures);
      const work = updateCode(client, resource, readPackage(news.code), architectures);
      await during(`updating Lambda Function (${name}) code`, work);
      await waitForFunction(client, name);
    }
  } catch (error) {
    throw new PartialUpdate(["code", "sourceCodeHash", "publish"], error);
  }
  if (change.has("reservedConcurrentExecutions"))
    await setConcurrency(client, name, number(news.reservedConcurrentExecutions));
  if (news.publish === true && (code || changed.length > 0 || change.has("publish"))) {
    await during(`publishing Lambda Function (${name}) version`, publishVersion(client, resource));
    await waitForFunction(client, name);
  }
  const calls = {
    tag: { action: "lambda:TagResource", resource },
    untag: { action: "lambda:UntagResource", resource },
  };
  await updateTags(client, change, calls, (store, given) => putTags(store, resource, given));
}

async function updateChanged(
  client: Client,
  name: string,
  { news }: Change,
  changed: readonly string[],
): Promise<void> {
  const resource = client.arn("lambda", `function:${name}`);
  const within = "lambda:UpdateFunctionConfiguration";
  if (changed.includes("role")) await passRole(client, text(news.role), within);
  if (changed.includes("vpcConfig") && news.vpcConfig !== undefined)
    await describeNetwork(client, within);
  const wanted = Object.entries(createConfiguration(name, news));
  const configuration = Object.fromEntries(wanted.filter(([input]) => changed.includes(input)));
  const removed = changed.filter((input) => news[input] === undefined);
  const work = updateConfiguration(client, resource, configuration, removed);
  await during(`updating Lambda Function (${name}) configuration`, work);
  await waitForFunction(client, name);
}

async function setConcurrency(client: Client, name: string, reserved: number): Promise<void> {
  const resource = client.arn("lambda", `function:${name}`);
  if (reserved < 0)
    await during(
      `deleting Lambda Function (${name}) concurrency`,
      deleteConcurrency(client, resource),
    );
  else
    await during(
      `setting Lambda Function (${name}) concurrency`,
      putConcurrency(client, resource, reserved),
    );
}

function waitForFunction(client: Client, name: string): Promise<void> {
  const resource = client.arn("lambda", `function:${name}`);
  return client.call({ action: "lambda:GetFunction", resource }, () => {});
}

async function readFunction(client: Client, name: string, state: Values): Promise<Values | null> {
  const resource = client.arn("lambda", `function:${name}`);
  const found = await client.call({ action: "lambda:GetFunction", resource }, (store) =>
    store.get("function", resource),
  );
  if (found === undefined) return null;
  for (const action of ["lambda:ListVersionsByFunction", "lambda:GetFunctionCodeSigningConfig"])
    await client.call({ action, resource }, () => {});
  const { configuration, code } = found;
  const version = latestVersion(found)?.version ?? "$LATEST";
  const qualifiedArn = `${found.arn}:${version}`;
  return {
    ...(configuration as unknown as Values),
    ...(configuration.vpcConfig
      ? { vpcConfig: { ...configuration.vpcConfig, vpcId: VPC_ID } }
      : {}),
    arn: found.arn,
    codeSha256: code.sha256,
    invokeArn: invokeArn(client, found.arn),
    lastModified: found.lastModified,
    name: found.name,
    packageType: "Zip",
    qualifiedArn,
    qualifiedInvokeArn: invokeArn(client, qualifiedArn),
    reservedConcurrentExecutions: found.reserved ?? -1,
    responseStreamingInvokeArn: invokeArn(client, found.arn)
      .replace("2015-03-31", "2021-11-15")
      .replace("/invocations", "/response-streaming-invocations"),
    signingJobArn: "",
    signingProfileVersionArn: "",
    sourceCodeHash: text(state.sourceCodeHash),
    sourceCodeSize: code.size,
    tags: found.tags,
    version,
  };
}
