import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import { type Change, during, type ResourceType } from "../resource-type.ts";
import { matching, oneOf, tags } from "../rules.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { tagsOf, text } from "../values.ts";
import type { Values } from "../wire.ts";
import type { Table } from "./entities.ts";
import { changeTable, createTable, isBackedUp, readTable, readTtl } from "./table-calls.ts";

export const TABLE: ResourceType = {
  token: "aws:dynamodb/table:Table",
  inputs: {
    attributes: {},
    // Tables with provisioned capacity are not modelled
    billingMode: { default: "PROVISIONED", check: oneOf("PAY_PER_REQUEST") },
    deletionProtectionEnabled: {},
    hashKey: { replaces: true },
    name: { autoname: 255, replaces: true, check: matching(/^[\w.-]{3,255}$/) },
    pointInTimeRecovery: {},
    rangeKey: { replaces: true },
    region: { replaces: true },
    tags: { check: tags },
    ttl: {},
  },
  validate({ ttl, attributes, hashKey, rangeKey }, given) {
    const { enabled, attributeName } = (ttl ?? {}) as Values;
    const named = ((attributes ?? []) as readonly { name: string }[]).map(({ name }) => name);
    const unused = named.filter((name) => name !== hashKey && name !== rangeKey);
    return [
      ...(given("hashKey") ? [] : [{ input: "hashKey", reason: "must be set" }]),
      ...(enabled && !attributeName
        ? [{ input: "ttl", reason: "attributeName must be set when enabled" }]
        : []),
      ...(unused.length > 0
        ? [
            {
              input: "attributes",
              reason: `all attributes must be indexed. Unused attributes: ${unused}`,
            },
          ]
        : []),
    ];
  },
  async create(client, inputs, created) {
    const name = text(inputs.name);
    const arn = client.arn("dynamodb", `table/${name}`);
    await authorizeTags(client, inputs, {
      action: "dynamodb:TagResource",
      resource: arn,
      within: "dynamodb:CreateTable",
    });
    await during(`creating AWS DynamoDB Table (${name})`, createTable(client, arn, inputs));
    created(name);
    await readTable(client, arn);
    const ttl = readTtl(inputs);
    if (ttl !== null) await changeTable(client, arn, "UpdateTimeToLive", { ttl });
    if (isBackedUp(inputs))
      await changeTable(client, arn, "UpdateContinuousBackups", { pointInTimeRecovery: true });
  },
  async read(client, name) {
    const arn = client.arn("dynamodb", `table/${name}`);
    const table = await readTable(client, arn);
    if (table === undefined) return null;
    for (const action of ["DescribeContinuousBackups", "DescribeTimeToLive", "ListTagsOfResource"])
      await client.call({ action: `dynamodb:${action}`, resource: arn }, () => {});
    return describeTable(table);
  },
  update: updateTable,
  async delete(client, name) {
    const arn = client.arn("dynamodb", `table/${name}`);
    const work = client.call({ action: "dynamodb:DeleteTable", resource: arn }, (store) => {
      if (store.get("table", arn)?.deletionProtectionEnabled)
        throw new AwsError(
          "ValidationException",
          "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        );
      store.delete("table", arn);
    });
    await during(`deleting AWS DynamoDB Table (${name})`, work);
    await readTable(client, arn);
  },
};

async function updateTable(client: Client, name: string, change: Change): Promise<void> {
  const arn = client.arn("dynamodb", `table/${name}`);
  const { news } = change;
  if (change.has("billingMode", "deletionProtectionEnabled"))
    await changeTable(client, arn, "UpdateTable", {
      billingMode: text(news.billingMode),
      deletionProtectionEnabled: news.deletionProtectionEnabled === true,
    });
  if (change.has("ttl")) {
    const { ttl } = client.peek((store) => store.get("table", arn)) ?? {};
    // What has expired by one attribute cannot expire by another: the first is given up before
    if (ttl) await changeTable(client, arn, "UpdateTimeToLive", { ttl: null });
    if (readTtl(news) !== null)
      await changeTable(client, arn, "UpdateTimeToLive", { ttl: readTtl(news) });
  }
  if (change.has("pointInTimeRecovery"))
    await changeTable(client, arn, "UpdateContinuousBackups", {
      pointInTimeRecovery: isBackedUp(news),
    });
  const calls = {
    tag: { action: "dynamodb:TagResource", resource: arn },
    untag: { action: "dynamodb:UntagResource", resource: arn },
  };
  await updateTags(client, change, calls, (store, given) => {
    const table = store.get("table", arn);
    if (table !== undefined) store.put("table", arn, { ...table, tags: tagsOf({ tags: given }) });
  });
}

/** On demand: the capacities are 0, and there is no stream. */
function describeTable(table: Table): Values {
  const { ttl, pointInTimeRecovery, ...rest } = table;
  const none = { readCapacity: 0, writeCapacity: 0 };
  const stream = { streamArn: "", streamEnabled: false, streamLabel: "", streamViewType: "" };
  return {
    ...none,
    ...stream,
    ...(rest as unknown as Values),
    pointInTimeRecovery: { enabled: pointInTimeRecovery, recoveryPeriodInDays: 0 },
    tableClass: "STANDARD",
    ttl: { attributeName: ttl ?? "", enabled: ttl !== null },
  };
}
