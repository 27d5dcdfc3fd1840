import { AwsError } from "./aws-error.ts";
import type { Client } from "./client.ts";
import type { Queue, QueueAttributes } from "./entities.ts";
import { during, type ResourceType } from "./resource-type.ts";
import { integer, oneOf, tags } from "./rules.ts";
import { checkRedrivePolicy } from "./sqs-redrive.ts";
import type { Store } from "./store.ts";
import { authorizeTags, updateTags } from "./tag-calls.ts";
import { tagsOf, text } from "./values.ts";
import type { Values } from "./wire.ts";

/** How long a name cannot be used again. */
const DELETED_MS = 60_000;

const ATTRIBUTES: QueueAttributes = {
  contentBasedDeduplication: false,
  delaySeconds: 0,
  fifoQueue: false,
  kmsDataKeyReusePeriodSeconds: 300,
  kmsMasterKeyId: "",
  maxMessageSize: 262_144,
  messageRetentionSeconds: 345_600,
  policy: "",
  receiveWaitTimeSeconds: 0,
  redriveAllowPolicy: "",
  redrivePolicy: "",
  sqsManagedSseEnabled: true,
  visibilityTimeoutSeconds: 30,
};

export const QUEUE: ResourceType = {
  token: "aws:sqs/queue:Queue",
  inputs: {
    contentBasedDeduplication: { default: false },
    deduplicationScope: { check: oneOf("messageGroup", "queue") },
    delaySeconds: { default: 0, check: integer(0, 900) },
    fifoQueue: { default: false, replaces: true },
    fifoThroughputLimit: { check: oneOf("perQueue", "perMessageGroupId") },
    kmsDataKeyReusePeriodSeconds: { check: integer(60, 86_400) },
    kmsMasterKeyId: {},
    maxMessageSize: { default: 262_144, check: integer(1024, 1_048_576) },
    messageRetentionSeconds: { default: 345_600, check: integer(60, 1_209_600) },
    name: { autoname: 80, replaces: true },
    policy: { json: true },
    receiveWaitTimeSeconds: { default: 0, check: integer(0, 20) },
    redriveAllowPolicy: { json: true },
    redrivePolicy: { json: true },
    region: { replaces: true },
    sqsManagedSseEnabled: {},
    tags: { check: tags },
    visibilityTimeoutSeconds: { default: 30, check: integer(0, 43_200) },
  },
  validate(inputs) {
    const { name, fifoQueue, contentBasedDeduplication, kmsMasterKeyId } = inputs;
    const pattern = fifoQueue ? /^[0-9A-Za-z_-]{1,75}\.fifo$/ : /^[0-9A-Za-z_-]{1,80}$/;
    const problems = [];
    if (name !== undefined && !pattern.test(text(name)))
      problems.push({ input: "name", reason: `invalid queue name: ${name}` });
    if (contentBasedDeduplication && fifoQueue === false)
      problems.push({
        input: "contentBasedDeduplication",
        reason: "content-based deduplication can only be set for FIFO queue",
      });
    if (kmsMasterKeyId !== undefined && inputs.sqsManagedSseEnabled !== undefined)
      problems.push({ input: "kmsMasterKeyId", reason: "conflicts with sqsManagedSseEnabled" });
    return problems;
  },
  async create(client, inputs, created) {
    const name = text(inputs.name);
    await authorizeTags(client, inputs, {
      action: "sqs:TagQueue",
      resource: client.arn("sqs", name),
      within: "sqs:CreateQueue",
    });
    created(await during(`creating SQS Queue (${name})`, createQueue(client, name, inputs)));
  },
  async read(client, url) {
    const queue = await getQueue(client, url);
    if (queue === undefined) return null;
    await client.call({ action: "sqs:ListQueueTags", resource: queue.arn }, () => {});
    const { attributes, arn, name, tags } = queue;
    const computed = { deduplicationScope: "", fifoThroughputLimit: "", namePrefix: "" };
    return { ...computed, ...attributes, arn, name, tags, url };
  },
  async update(client, url, change) {
    const names = Object.keys(ATTRIBUTES).concat("deduplicationScope", "fifoThroughputLimit");
    const changed = names.filter((name) => change.has(name));
    if (changed.length > 0)
      await during(
        `updating SQS Queue (${url}) attributes`,
        setAttributes(client, url, pick(change.news, changed)),
      );
    if (change.has("tags")) {
      const resource = arnOf(client, url);
      const calls = {
        tag: { action: "sqs:TagQueue", resource },
        untag: { action: "sqs:UntagQueue", resource },
      };
      await updateTags(client, change, calls, (store, tags) =>
        store.put("queue", resource, { ...find(store, resource), tags }),
      );
    }
  },
  async delete(client, url) {
    await during(`deleting SQS Queue (${url})`, deleteQueue(client, url));
  },
};

function createQueue(client: Client, name: string, inputs: Values): Promise<string> {
  const arn = client.arn("sqs", name);
  const url = `https://sqs.${client.region}.${client.dnsSuffix}/${client.accountId}/${name}`;
  return client.call({ action: "sqs:CreateQueue", resource: arn }, (store) => {
    const deleted = store.get("deletedQueue", arn);
    if (deleted !== undefined && client.now() < deleted.deletedMs + DELETED_MS)
      throw new AwsError(
        "QueueDeletedRecently",
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
      );
    store.delete("deletedQueue", arn);
    const known = store.get("queue", arn);
    const attributes = createAttributes(store, arn, ATTRIBUTES, inputs);
    // SQS answers with the queue there is, when it is the same
    if (known !== undefined && JSON.stringify(known.attributes) !== JSON.stringify(attributes))
      throw new AwsError(
        "QueueAlreadyExists",
        "A queue already exists with the same name and a different value for an attribute.",
      );
    store.put("queue", arn, { arn, url, name, attributes, tags: tagsOf(inputs) });
    return url;
  });
}

function setAttributes(client: Client, url: string, inputs: Values): Promise<void> {
  const arn = arnOf(client, url);
  return client.call({ action: "sqs:SetQueueAttributes", resource: arn }, (store) => {
    const queue = find(store, arn);
    const attributes = createAttributes(store, arn, queue.attributes, inputs);
    store.put("queue", arn, { ...queue, attributes });
  });
}

/** @throws AwsError for what SQS refuses. */
function createAttributes(
  store: Store,
  arn: string,
  base: QueueAttributes,
  inputs: Values,
): QueueAttributes {
  const names = [...Object.keys(ATTRIBUTES), "deduplicationScope", "fifoThroughputLimit"];
  const attributes = { ...base, ...pick(inputs, names) } as QueueAttributes;
  const { fifoQueue, deduplicationScope, fifoThroughputLimit } = attributes;
  const refuse = (name: string) => {
    throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  };
  if (!fifoQueue && deduplicationScope !== undefined) refuse("DeduplicationScope");
  if (!fifoQueue && fifoThroughputLimit !== undefined) refuse("FifoThroughputLimit");
  if (fifoThroughputLimit === "perMessageGroupId" && deduplicationScope !== "messageGroup")
    throw new AwsError(
      "InvalidAttributeValue",
      "Invalid value for the parameter FifoThroughputLimit. Reason: it needs DeduplicationScope messageGroup.",
    );
  checkRedrivePolicy(store, arn, attributes);
  if (!fifoQueue) return attributes;
  return { deduplicationScope: "queue", fifoThroughputLimit: "perQueue", ...attributes };
}

function getQueue(client: Client, url: string): Promise<Queue | undefined> {
  const arn = arnOf(client, url);
  return client.call({ action: "sqs:GetQueueAttributes", resource: arn }, (store) =>
    store.get("queue", arn),
  );
}

async function deleteQueue(client: Client, url: string): Promise<void> {
  const arn = arnOf(client, url);
  await client.call({ action: "sqs:DeleteQueue", resource: arn }, (store) => {
    if (store.get("queue", arn) === undefined) return;
    store.delete("queue", arn);
    store.put("deletedQueue", arn, { deletedMs: client.now() });
  });
}

function find(store: Store, arn: string): Queue {
  const queue = store.get("queue", arn);
  if (queue !== undefined) return queue;
  throw new AwsError(
    "AWS.SimpleQueueService.NonExistentQueue",
    "The specified queue does not exist.",
  );
}

function arnOf(client: Client, url: string): string {
  return client.arn("sqs", url.slice(url.lastIndexOf("/") + 1));
}

function pick(values: Values, names: readonly string[]): Values {
  const given = names.filter((name) => values[name] !== undefined && values[name] !== null);
  return Object.fromEntries(given.map((name) => [name, values[name] ?? null]));
}
