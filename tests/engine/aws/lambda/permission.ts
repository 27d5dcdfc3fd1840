import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { PermissionStatement } from "../entities.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { arn, matching } from "../rules.ts";
import { defined, optionalText, text } from "../values.ts";
import type { Values } from "../wire.ts";
import { findFunction, parseFunctionName } from "./function-name.ts";

/** Of a function's resource-based policy. */
const MAXIMUM_POLICY_BYTES = 20_480;

export const PERMISSION: ResourceType = {
  token: "aws:lambda/permission:Permission",
  inputs: {
    action: { replaces: true, check: matching(/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/) },
    function: { replaces: true },
    principal: { replaces: true },
    qualifier: { replaces: true },
    region: { replaces: true },
    sourceAccount: { replaces: true, check: matching(/^\d{12}$/) },
    sourceArn: { replaces: true, check: arn },
    statementId: { autoname: 100, replaces: true, check: matching(/^[\w-]{1,100}$/) },
  },
  async create(client, inputs, created) {
    const statement: PermissionStatement = {
      statementId: text(inputs.statementId),
      action: text(inputs.action),
      principal: text(inputs.principal),
      ...defined({
        sourceArn: optionalText(inputs.sourceArn),
        sourceAccount: optionalText(inputs.sourceAccount),
      }),
    };
    const name = text(inputs.function);
    const work = addPermission(client, name, text(inputs.qualifier), statement);
    await during(`adding Lambda Permission (${name}/${statement.statementId})`, work);
    created(statement.statementId);
  },
  async read(client, statementId, state) {
    const { resource, arn, qualifier } = target(
      client,
      text(state.function),
      text(state.qualifier),
    );
    const statement = await client.call({ action: "lambda:GetPolicy", resource }, (store) =>
      store
        .get("function", arn)
        ?.policies[qualifier]?.find((each) => each.statementId === statementId),
    );
    if (statement === undefined) return null;
    return {
      ...(statement as unknown as Values),
      function: text(state.function),
      ...defined({ qualifier: optionalText(qualifier) }),
      statementIdPrefix: "",
    };
  },
  async delete(client, statementId, state) {
    const { resource, arn, qualifier } = target(
      client,
      text(state.function),
      text(state.qualifier),
    );
    await client.call({ action: "lambda:RemovePermission", resource }, (store) => {
      const found = store.get("function", arn);
      const statements = found?.policies[qualifier] ?? [];
      const left = statements.filter((each) => each.statementId !== statementId);
      if (found === undefined || left.length === statements.length) return;
      store.put("function", arn, { ...found, policies: { ...found.policies, [qualifier]: left } });
    });
    await client.call({ action: "lambda:GetPolicy", resource }, () => {});
  },
};

function addPermission(
  client: Client,
  name: string,
  onlyQualifier: string,
  statement: PermissionStatement,
): Promise<void> {
  const { resource, arn, qualifier } = target(client, name, onlyQualifier);
  const conditions = { "lambda:Principal": statement.principal };
  return client.call({ action: "lambda:AddPermission", resource, conditions }, (store) => {
    const found = findFunction(store, { arn, name, ...(qualifier ? { qualifier } : {}) });
    const statements = found.policies[qualifier] ?? [];
    if (statements.some(({ statementId }) => statementId === statement.statementId))
      throw new AwsError(
        "ResourceConflictException",
        `The statement id (${statement.statementId}) provided already exists. ` +
          "Please provide a new statement id, or remove the existing statement.",
      );
    const added = [...statements, statement];
    if (policyBytes(resource, added) > MAXIMUM_POLICY_BYTES)
      throw new AwsError(
        "PolicyLengthExceededException",
        `The final policy size is bigger than the limit (${MAXIMUM_POLICY_BYTES}).`,
      );
    store.put("function", arn, { ...found, policies: { ...found.policies, [qualifier]: added } });
  });
}

/** The policy that Lambda makes of statements. */
function policyBytes(resource: string, statements: readonly PermissionStatement[]): number {
  const policy = {
    Version: "2012-10-17",
    Id: "default",
    Statement: statements.map(({ statementId, action, principal, sourceArn, sourceAccount }) => ({
      Sid: statementId,
      Effect: "Allow",
      Principal: { Service: principal },
      Action: action,
      Resource: resource,
      Condition: {
        ...(sourceAccount ? { StringEquals: { "AWS:SourceAccount": sourceAccount } } : {}),
        ...(sourceArn ? { ArnLike: { "AWS:SourceArn": sourceArn } } : {}),
      },
    })),
  };
  return Buffer.byteLength(JSON.stringify(policy));
}

function target(client: Client, name: string, onlyQualifier: string) {
  const { arn, qualifier = onlyQualifier } = parseFunctionName(client, name);
  return { arn, qualifier, resource: qualifier === "" ? arn : `${arn}:${qualifier}` };
}
