import { randomUUID } from "node:crypto";
import type { Client } from "../client.ts";
import type { EventSourceMapping } from "../entities.ts";
import { type Change, during, type ResourceType } from "../resource-type.ts";
import { arn, integer, oneOf, tags } from "../rules.ts";
import { defined, number, tagsOf, text, texts } from "../values.ts";
import { isObject, type Values } from "../wire.ts";
import { parseFunctionName } from "./function-name.ts";
import { checkMapping } from "./mapping-rules.ts";

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
    const mapping = client.peek((store) => store.get("mapping", uuid));
    const call = mappingCall(client, "lambda:DeleteEventSourceMapping", uuid, mapping);
    await client.call(call, (store) => store.delete("mapping", uuid));
    await getMapping(client, uuid);
  },
};

async function updateMapping(client: Client, uuid: string, change: Change): Promise<void> {
  const before = client.peek((store) => store.get("mapping", uuid));
  const wanted = createMapping(client, uuid, { ...change.olds, ...change.news, ...absent(change) });
  const call = mappingCall(client, "lambda:UpdateEventSourceMapping", uuid, wanted);
  const work = client.call(call, (store) => {
    checkMapping(client, store, wanted);
    store.put("mapping", uuid, { ...wanted, tags: before?.tags ?? {} });
  });
  await during(`updating Lambda Event Source Mapping (${uuid})`, work);
  await getMapping(client, uuid);
  if (change.has("tags"))
    await client.call({ action: "lambda:TagResource", resource: wanted.arn }, (store) =>
      store.put("mapping", uuid, wanted),
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
  const mapping = client.peek((store) => store.get("mapping", uuid));
  const call = mappingCall(client, "lambda:GetEventSourceMapping", uuid, mapping);
  return client.call(call, (store) => store.get("mapping", uuid));
}

function mappingCall(
  client: Client,
  action: string,
  uuid: string,
  mapping: EventSourceMapping | undefined,
) {
  const resource = client.arn("lambda", `event-source-mapping:${uuid}`);
  if (mapping === undefined) return { action, resource };
  return { action, resource, conditions: { "lambda:FunctionArn": mapping.functionArn } };
}
