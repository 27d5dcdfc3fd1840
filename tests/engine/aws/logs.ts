import { AwsError } from "./aws-error.ts";
import type { Client } from "./client.ts";
import type { LogGroup } from "./entities.ts";
import { during, type ResourceType } from "./resource-type.ts";
import { matching, oneOf, tags } from "./rules.ts";
import type { Store } from "./store.ts";
import { authorizeTags, updateTags } from "./tag-calls.ts";
import { number, optionalText, tagsOf, text } from "./values.ts";

const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
  3288, 3653,
];

export const LOG_GROUP: ResourceType = {
  token: "aws:cloudwatch/logGroup:LogGroup",
  inputs: {
    kmsKeyId: {},
    logGroupClass: { replaces: true, check: oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY") },
    name: { autoname: 512, replaces: true, check: matching(/^[\w./#-]{1,512}$/) },
    region: { replaces: true },
    retentionInDays: { default: 0, check: oneOf(...RETENTION_DAYS.map(String)) },
    skipDestroy: { default: false, writeOnly: true },
    tags: { check: tags },
  },
  async create(client, inputs, created) {
    const name = text(inputs.name);
    const group: LogGroup = {
      arn: client.arn("logs", `log-group:${name}`),
      name,
      logGroupClass: optionalText(inputs.logGroupClass) ?? "STANDARD",
      retentionInDays: 0,
      ...(inputs.kmsKeyId ? { kmsKeyId: text(inputs.kmsKeyId) } : {}),
      tags: tagsOf(inputs),
    };
    await authorizeTags(client, inputs, {
      action: "logs:TagResource",
      resource: group.arn,
      within: "logs:CreateLogGroup",
    });
    await during(`creating CloudWatch Logs Log Group (${name})`, createGroup(client, group));
    created(name);
    const days = number(inputs.retentionInDays);
    if (days > 0) await setRetention(client, group.arn, days);
  },
  async read(client, name) {
    const arn = client.arn("logs", `log-group:${name}`);
    const all = client.arn("logs", "log-group::log-stream:");
    const group = await client.call({ action: "logs:DescribeLogGroups", resource: all }, (store) =>
      store.get("logGroup", arn),
    );
    if (group === undefined) return null;
    await client.call({ action: "logs:ListTagsForResource", resource: arn }, () => {});
    return { ...group, deletionProtectionEnabled: false, namePrefix: "" };
  },
  async update(client, name, change) {
    const arn = client.arn("logs", `log-group:${name}`);
    if (change.has("retentionInDays"))
      await setRetention(client, arn, number(change.news.retentionInDays));
    if (change.has("kmsKeyId")) await setKey(client, arn, optionalText(change.news.kmsKeyId));
    if (change.has("tags")) {
      const calls = {
        tag: { action: "logs:TagResource", resource: arn },
        untag: { action: "logs:UntagResource", resource: arn },
      };
      await updateTags(client, change, calls, (store, tags) => patch(store, arn, { tags }));
    }
  },
  async delete(client, name, state) {
    if (state.skipDestroy === true) return;
    const arn = client.arn("logs", `log-group:${name}`);
    await client.call({ action: "logs:DeleteLogGroup", resource: arn }, (store) =>
      store.delete("logGroup", arn),
    );
  },
};

function createGroup(client: Client, group: LogGroup): Promise<void> {
  return client.call({ action: "logs:CreateLogGroup", resource: group.arn }, (store) => {
    if (store.get("logGroup", group.arn) !== undefined)
      throw new AwsError(
        "ResourceAlreadyExistsException",
        "The specified log group already exists",
      );
    store.put("logGroup", group.arn, group);
  });
}

/** @param days 0 for never. */
async function setRetention(client: Client, arn: string, days: number): Promise<void> {
  const action = days > 0 ? "logs:PutRetentionPolicy" : "logs:DeleteRetentionPolicy";
  const call = client.call({ action, resource: arn }, (store) =>
    patch(store, arn, { retentionInDays: days }),
  );
  await during("setting CloudWatch Logs Log Group retention policy", call);
}

async function setKey(client: Client, arn: string, kmsKeyId: string | undefined): Promise<void> {
  const action = kmsKeyId ? "logs:AssociateKmsKey" : "logs:DisassociateKmsKey";
  await client.call({ action, resource: arn }, (store) => {
    const { kmsKeyId: _, ...group } = find(store, arn);
    store.put("logGroup", arn, kmsKeyId === undefined ? group : { ...group, kmsKeyId });
  });
}

function patch(store: Store, arn: string, changed: Partial<LogGroup>): void {
  store.put("logGroup", arn, { ...find(store, arn), ...changed });
}

function find(store: Store, arn: string): LogGroup {
  const group = store.get("logGroup", arn);
  if (group !== undefined) return group;
  throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
}
