import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { integer } from "../rules.ts";
import { number, text } from "../values.ts";
import { checkProvisioned } from "./concurrency.ts";
import { findFunction, parseFunctionName } from "./function-name.ts";

export const PROVISIONED_CONCURRENCY: ResourceType = {
  token: "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
  inputs: {
    functionName: { replaces: true },
    provisionedConcurrentExecutions: { check: integer(1, 1_000_000) },
    qualifier: { replaces: true },
    region: { replaces: true },
    skipDestroy: { default: false, writeOnly: true },
  },
  async create(client, inputs, created) {
    const id = `${text(inputs.functionName)},${text(inputs.qualifier)}`;
    await put(client, id, number(inputs.provisionedConcurrentExecutions));
    created(id);
  },
  async read(client, id) {
    const { functionName, qualifier, arn } = parseId(client, id);
    const call = {
      action: "lambda:GetProvisionedConcurrencyConfig",
      resource: `${arn}:${qualifier}`,
    };
    const provisioned = await client.call(
      call,
      (store) => store.get("function", arn)?.provisioned[qualifier],
    );
    if (provisioned === undefined) return null;
    return { functionName, provisionedConcurrentExecutions: provisioned, qualifier };
  },
  update: (client, id, { news }) => put(client, id, number(news.provisionedConcurrentExecutions)),
  async delete(client, id, state) {
    if (state.skipDestroy === true) return;
    const { qualifier, arn } = parseId(client, id);
    const call = {
      action: "lambda:DeleteProvisionedConcurrencyConfig",
      resource: `${arn}:${qualifier}`,
    };
    await client.call(call, (store) => {
      const found = store.get("function", arn);
      if (found === undefined) return;
      const { [qualifier]: _, ...provisioned } = found.provisioned;
      store.put("function", arn, { ...found, provisioned });
    });
  },
};

async function put(client: Client, id: string, executions: number): Promise<void> {
  const { functionName, qualifier, arn } = parseId(client, id);
  const resource = `${arn}:${qualifier}`;
  const call = { action: "lambda:PutProvisionedConcurrencyConfig", resource };
  const work = client.call(call, (store) => {
    const found = findFunction(store, { arn, name: "", qualifier });
    const version = found.aliases[qualifier]?.version ?? qualifier;
    if (version === "$LATEST")
      throw new AwsError(
        "InvalidParameterValueException",
        "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
      );
    checkProvisioned(store, client.settings(), found, qualifier, executions);
    const provisioned = { ...found.provisioned, [qualifier]: executions };
    store.put("function", arn, { ...found, provisioned });
  });
  await during(
    `putting Lambda Provisioned Concurrency Config (${functionName}:${qualifier})`,
    work,
  );
  // Until the executions are allocated
  await client.call({ action: "lambda:GetProvisionedConcurrencyConfig", resource }, () => {});
}

function parseId(client: Client, id: string) {
  const [functionName = "", qualifier = ""] = id.split(",");
  return { functionName, qualifier, arn: parseFunctionName(client, functionName).arn };
}
