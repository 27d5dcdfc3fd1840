import { CALLER, type Client, findPartition } from "./client.ts";
import { readFunction } from "./declarations.ts";
import { getLogGroup } from "./get-log-group.ts";
import { getPolicy } from "./iam/get-policy.ts";
import { getFunction } from "./lambda/get-function.ts";
import type { Values } from "./wire.ts";

/** The functions of the package that the stand-in models. */
export const FUNCTIONS: ReadonlyMap<string, (args: Values, client: Client) => Promise<Values>> =
  new Map([
    ["aws:index/getCallerIdentity:getCallerIdentity", getCallerIdentity],
    ["aws:index/getPartition:getPartition", getPartition],
    ["aws:index/getRegion:getRegion", getRegion],
    ["aws:cloudwatch/getLogGroup:getLogGroup", getLogGroup],
    ["aws:iam/getPolicy:getPolicy", getPolicy],
    ["aws:lambda/getFunction:getFunction", getFunction],
  ]);

export async function callFunction(token: string, args: Values, client: Client): Promise<Values> {
  const call = FUNCTIONS.get(token);
  if (call === undefined) throw new Error(`The stand-in for AWS does not model ${token}`);
  const known = readFunction(token)?.inputs ?? {};
  const unknown = Object.keys(args).filter((name) => known[name] === undefined);
  if (unknown.length > 0) throw new Error(`${token} has no argument ${unknown.join(", ")}`);
  return call(args, client);
}

async function getCallerIdentity(_: Values, client: Client): Promise<Values> {
  const { accountId, partition } = client;
  return client.call({ action: "sts:GetCallerIdentity", resource: "*" }, () => ({
    accountId,
    arn: `arn:${partition}:iam::${accountId}:${CALLER}`,
    id: accountId,
    userId: "AIDACKCEVSQ6C2EXAMPLE",
  }));
}

async function getPartition(_: Values, { partition, dnsSuffix }: Client): Promise<Values> {
  const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
  return { dnsSuffix, id: partition, partition, reverseDnsPrefix };
}

async function getRegion(args: Values, client: Client): Promise<Values> {
  const region = typeof args.region === "string" ? args.region : client.region;
  const endpoint = `ec2.${region}.${findPartition(region).dnsSuffix}`;
  return { description: region, endpoint, id: region, name: region, region };
}
