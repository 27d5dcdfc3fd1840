import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { Alias, LambdaFunction } from "../entities.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { matching } from "../rules.ts";
import { defined, optionalText, text } from "../values.ts";
import type { Values } from "../wire.ts";
import { findFunction, hasVersion, invokeArn, parseFunctionName } from "./function-name.ts";

export const ALIAS: ResourceType = {
  token: "aws:lambda/alias:Alias",
  inputs: {
    description: {},
    functionName: { replaces: true },
    functionVersion: { check: matching(/^(\$LATEST|[0-9]+)$/) },
    name: { autoname: 128, replaces: true, check: matching(/^(?!^[0-9]+$)[\w-]{1,128}$/) },
    region: { replaces: true },
    routingConfig: {},
  },
  async create(client, inputs, created) {
    const name = text(inputs.name);
    const { arn } = parseFunctionName(client, text(inputs.functionName));
    const work = putAlias(client, "lambda:CreateAlias", arn, name, createAlias(inputs));
    await during(`creating Lambda Alias (${name})`, work);
    created(`${arn}:${name}`);
  },
  async read(client, id, state) {
    const { arn, qualifier = "" } = parseFunctionName(client, id);
    const alias = await client.call(
      { action: "lambda:GetAlias", resource: id },
      (store) => store.get("function", arn)?.aliases[qualifier],
    );
    if (alias === undefined) return null;
    return {
      arn: id,
      ...defined({ description: alias.description }),
      functionName: state.functionName ?? arn,
      functionVersion: alias.version,
      invokeArn: invokeArn(client, id),
      name: qualifier,
      ...(alias.weights ? { routingConfig: { additionalVersionWeights: alias.weights } } : {}),
    };
  },
  async update(client, id, { news }) {
    const { arn, qualifier = "" } = parseFunctionName(client, id);
    const work = putAlias(client, "lambda:UpdateAlias", arn, qualifier, createAlias(news));
    await during(`updating Lambda Alias (${id})`, work);
  },
  async delete(client, id) {
    const { arn, qualifier = "" } = parseFunctionName(client, id);
    await client.call({ action: "lambda:DeleteAlias", resource: id }, (store) => {
      const found = store.get("function", arn);
      if (found !== undefined) store.put("function", arn, withoutAlias(found, qualifier));
    });
  },
};

function createAlias(inputs: Values): Alias {
  const routing = inputs.routingConfig as
    | { additionalVersionWeights?: Alias["weights"] }
    | undefined;
  return {
    version: text(inputs.functionVersion),
    ...defined({
      description: optionalText(inputs.description),
      weights: routing?.additionalVersionWeights,
    }),
  };
}

function putAlias(
  client: Client,
  action: "lambda:CreateAlias" | "lambda:UpdateAlias",
  arn: string,
  name: string,
  alias: Alias,
): Promise<void> {
  return client.call({ action, resource: `${arn}:${name}` }, (store) => {
    const found = findFunction(store, { arn, name: "" });
    const exists = found.aliases[name] !== undefined;
    if (exists && action === "lambda:CreateAlias")
      throw new AwsError("ResourceConflictException", `Alias already exists: ${arn}:${name}`);
    if (!exists && action === "lambda:UpdateAlias")
      throw new AwsError("ResourceNotFoundException", `Alias not found: ${arn}:${name}`);
    for (const version of [alias.version, ...Object.keys(alias.weights ?? {})])
      if (!hasVersion(found, version))
        throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}:${version}`);
    store.put("function", arn, { ...found, aliases: { ...found.aliases, [name]: alias } });
  });
}

/** An alias takes with it what hangs on it. */
function withoutAlias(found: LambdaFunction, name: string): LambdaFunction {
  const { [name]: _alias, ...aliases } = found.aliases;
  const { [name]: _provisioned, ...provisioned } = found.provisioned;
  const { [name]: _policy, ...policies } = found.policies;
  return { ...found, aliases, provisioned, policies };
}
