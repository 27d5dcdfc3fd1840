import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import { optionalText, tagsOf, text } from "../values.ts";
import { isObject, type Values } from "../wire.ts";
import type { Table } from "./entities.ts";

/** The attribute by which items are to expire; null for none. */
export function readTtl({ ttl }: Values): string | null {
  return isObject(ttl) && ttl.enabled === true ? text(ttl.attributeName) : null;
}

export function isBackedUp({ pointInTimeRecovery }: Values): boolean {
  return isObject(pointInTimeRecovery) && pointInTimeRecovery.enabled === true;
}

/** A new table does not expire, and has no backups: further calls change that. */
export function createTable(client: Client, arn: string, inputs: Values): Promise<void> {
  const rangeKey = optionalText(inputs.rangeKey);
  const table: Table = {
    arn,
    name: text(inputs.name),
    attributes: (inputs.attributes ?? []) as unknown as Table["attributes"],
    billingMode: text(inputs.billingMode),
    deletionProtectionEnabled: inputs.deletionProtectionEnabled === true,
    hashKey: text(inputs.hashKey),
    pointInTimeRecovery: false,
    ...(rangeKey === undefined ? {} : { rangeKey }),
    ttl: null,
    tags: tagsOf(inputs),
  };
  return client.call({ action: "dynamodb:CreateTable", resource: arn }, (store) => {
    if (store.get("table", arn) !== undefined)
      throw new AwsError("ResourceInUseException", `Table already exists: ${table.name}`);
    checkKeys(table);
    store.put("table", arn, table);
  });
}

function checkKeys({ hashKey, rangeKey, attributes }: Table): void {
  const keys = [hashKey, rangeKey].filter((key) => key !== undefined);
  const undefinedKeys = keys.filter((key) => !attributes.some(({ name }) => name === key));
  if (undefinedKeys.length > 0)
    throw new AwsError(
      "ValidationException",
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(", ")}], AttributeDefinitions: [${attributes.map(({ name }) => name).join(", ")}]`,
    );
  const wrong = attributes.filter(({ type }) => !["S", "N", "B"].includes(type));
  if (wrong.length > 0)
    throw new AwsError(
      "ValidationException",
      `Value '${wrong[0]?.type}' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]`,
    );
}

export function readTable(client: Client, arn: string): Promise<Table | undefined> {
  return client.call({ action: "dynamodb:DescribeTable", resource: arn }, (store) =>
    store.get("table", arn),
  );
}

export function changeTable(
  client: Client,
  arn: string,
  operation: "UpdateTable" | "UpdateTimeToLive" | "UpdateContinuousBackups",
  changed: Partial<Table>,
): Promise<void> {
  return client.call({ action: `dynamodb:${operation}`, resource: arn }, (store) => {
    const table = store.get("table", arn);
    if (table === undefined)
      throw new AwsError("ResourceNotFoundException", "Requested resource not found");
    if (changed.ttl !== undefined && (changed.ttl === null) === (table.ttl === null))
      throw new AwsError(
        "ValidationException",
        `TimeToLive is already ${changed.ttl === null ? "disabled" : "enabled"}`,
      );
    store.put("table", arn, { ...table, ...changed });
  });
}
