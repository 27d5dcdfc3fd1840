import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { EventSourceMapping } from "../entities.ts";
import { type Change, during, type ResourceType } from "../resource-type.ts";
import { arn, integer, oneOf, tags } from "../rules.ts";
import type { Store } from "../store.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { defined, number, tagsOf, text, texts } from "../values.ts";
import { isObject, type Values } from "../wire.ts";
import { parseFunctionName } from "./function-name.ts";
import { checkMapping } from "./mapping-rules.ts";

/** What UpdateEventSourceMapping takes. */
const SETTINGS = [
  "batchSize",
  "enabled",
  "filterCriteria",
  "functionName",
  "functionResponseTypes",
  "maximumBatchingWindowInSeconds",
  "scalingConfig",
];

export const EVENT_SOURCE_MAPPING: ResourceType = {
  token: "aws:lambda/eventSourceMapping:EventSourceMapping",
  inputs: {
    batchSize: { kept: true, check: integer(1, 10_000) },
    enabled: { default: true },
    eventSourceArn: { replaces: true, check: arn },
    filterCriteria: {},
    functionName: {},
    functionResponseTypes: {
      set: true,
      check: (value) => oneOf("", "ReportBatchItemFailures")(texts(value).join()),
    },
    maximumBatchingWindowInSeconds: { check: integer(0, 300) },
    region: { replaces: true },
    scalingConfig: {
      check: (value) =>
        isObject(value) && value.maximumConcurrency !== undefined
          ? integer(2, 1000)(value.maximumConcurrency)
          : undefined,
    },
    tags: { check: tags },
  },
  async create(client, inputs, created) {
    const uuid = randomUUID();
    const mapping = createMapping(client, uuid, inputs);
    const conditions = { "lambda:FunctionArn": mapping.functionArn };
    await authorizeTags(client, inputs, {
      action: "lambda:TagResource",
      resource: mapping.arn,
      within: "lambda:CreateEventSourceMapping",
    });
    const call = { action: "lambda:CreateEventSourceMapping", resource: "*", conditions };
    const work = client.call(call, (store) => {
      checkMapping(client, store, mapping);
      store.put("mapping", uuid, mapping);
    });
    await during(`creating Lambda Event Source Mapping (${mapping.eventSourceArn})`, work);
    created(uuid);
    await getMapping(client, uuid);
  },
  async read(client, uuid, state) {
    const mapping = await getMapping(client, uuid);
    if (mapping === undefined) return null;
    await client.call({ action: "lambda:ListTags", resource: mapping.arn }, () => {});
    return describeMapping(client, mapping, text(state.functionName));
  },
  update: updateMapping,
  async delete(client, uuid) {
    const functionArn = peekFunctionArn(client, uuid);
    const call = mappingCall(client, "lambda:DeleteEventSourceMapping", uuid, functionArn);
    await client.call(call, (store) => store.delete("mapping", uuid));
    await getMapping(client, uuid);
  },
};

async function updateMapping(client: Client, uuid: string, change: Change): Promise<void> {
  const { arn: mappingArn, ...wanted } = createMapping(client, uuid, {
    ...change.olds,
    ...change.news,
    ...absent(change),
  });
  if (change.has(...SETTINGS)) {
    const call = mappingCall(client, "lambda:UpdateEventSourceMapping", uuid, wanted.functionArn);
    const work = client.call(call, (store) => {
      const mapping = { ...wanted, arn: mappingArn, tags: find(store, uuid).tags };
      checkMapping(client, store, mapping);
      store.put("mapping", uuid, mapping);
    });
    await during(`updating Lambda Event Source Mapping (${uuid})`, work);
    await getMapping(client, uuid);
  }
  const calls = {
    tag: { action: "lambda:TagResource", resource: mappingArn },
    untag: { action: "lambda:UntagResource", resource: mappingArn },
  };
  await updateTags(client, change, calls, (store, given) =>
    store.put("mapping", uuid, { ...find(store, uuid), tags: given }),
  );
}

/** What the program has taken out: the real plugin clears it. */
function absent({ olds, news }: Change): Values {
  const names = ["filterCriteria", "functionResponseTypes", "scalingConfig", "tags"];
  const gone = names.filter((name) => olds[name] !== undefined && news[name] === undefined);
  return Object.fromEntries(gone.map((name) => [name, null]));
}

function createMapping(client: Client, uuid: string, inputs: Values): EventSourceMapping {
  const { arn: functionArn, qualifier } = parseFunctionName(client, text(inputs.functionName));
  const scaling = isObject(inputs.scalingConfig) ? inputs.scalingConfig : {};
  const filter = isObject(inputs.filterCriteria) ? inputs.filterCriteria : undefined;
  return {
    uuid,
    arn: client.arn("lambda", `event-source-mapping:${uuid}`),
    batchSize: number(inputs.batchSize) || 10,
    enabled: inputs.enabled !== false,
    eventSourceArn: text(inputs.eventSourceArn),
    functionArn: qualifier === undefined ? functionArn : `${functionArn}:${qualifier}`,
    functionResponseTypes: texts(inputs.functionResponseTypes),
    lastModified: new Date(client.now()).toISOString(),
    maximumBatchingWindowInSeconds: number(inputs.maximumBatchingWindowInSeconds),
    maximumConcurrency: number(scaling.maximumConcurrency) || null,
    tags: tagsOf(inputs),
    ...(defined({ filterCriteria: filter }) as Pick<EventSourceMapping, "filterCriteria">),
  };
}

function describeMapping(
  client: Client,
  mapping: EventSourceMapping,
  functionName: string,
): Values {
  const { maximumConcurrency, functionArn, enabled, ...rest } = mapping;
  // The name is told as an ARN: the program's own form is the same function
  const { arn, qualifier } = parseFunctionName(client, functionName);
  const same = (qualifier === undefined ? arn : `${arn}:${qualifier}`) === functionArn;
  return {
    ...(rest as unknown as Values),
    enabled,
    functionArn,
    functionName: same ? functionName : functionArn,
    lastProcessingResult: "",
    maximumRecordAgeInSeconds: 0,
    maximumRetryAttempts: 0,
    parallelizationFactor: 0,
    ...(maximumConcurrency === null ? {} : { scalingConfig: { maximumConcurrency } }),
    state: enabled ? "Enabled" : "Disabled",
    stateTransitionReason: "USER_INITIATED",
  };
}

function getMapping(client: Client, uuid: string): Promise<EventSourceMapping | undefined> {
  const functionArn = peekFunctionArn(client, uuid);
  const call = mappingCall(client, "lambda:GetEventSourceMapping", uuid, functionArn);
  return client.call(call, (store) => store.get("mapping", uuid));
}

/** The call is authorized by the function too, which a policy may name. */
function mappingCall(client: Client, action: string, uuid: string, functionArn?: string) {
  const resource = client.arn("lambda", `event-source-mapping:${uuid}`);
  if (functionArn === undefined) return { action, resource };
  return { action, resource, conditions: { "lambda:FunctionArn": functionArn } };
}

function peekFunctionArn(client: Client, uuid: string): string | undefined {
  return client.peek((store) => store.get("mapping", uuid)?.functionArn);
}

/** @throws AwsError when there is none. */
function find(store: Store, uuid: string): EventSourceMapping {
  const mapping = store.get("mapping", uuid);
  if (mapping !== undefined) return mapping;
  throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.");
}
