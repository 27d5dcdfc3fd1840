import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { HttpApi } from "../entities.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { atMost, oneOf, tags } from "../rules.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { tagsOf, text } from "../values.ts";
import type { Values } from "../wire.ts";
import { apiKey, changeApi, createId, findApi, gatewayArn, tagCalls } from "./calls.ts";

/** How an HTTP API selects routes; a WebSocket API selects by its messages. */
const HTTP_SELECTION = "$request.method $request.path";

const SETTINGS = [
  "apiKeySelectionExpression",
  "corsConfiguration",
  "description",
  "disableExecuteApiEndpoint",
  "ipAddressType",
  "name",
  "routeSelectionExpression",
  "version",
];

export const API: ResourceType = {
  token: "aws:apigatewayv2/api:Api",
  inputs: {
    apiKeySelectionExpression: { default: "$request.header.x-api-key" },
    corsConfiguration: {},
    description: { check: atMost(1024) },
    disableExecuteApiEndpoint: { default: false },
    ipAddressType: { check: oneOf("ipv4", "dualstack") },
    name: { autoname: 128, check: atMost(128) },
    protocolType: { replaces: true, check: oneOf("HTTP", "WEBSOCKET") },
    region: { replaces: true },
    routeSelectionExpression: { default: HTTP_SELECTION },
    tags: { check: tags },
    version: { check: atMost(64) },
  },
  validate: ({ protocolType, routeSelectionExpression, corsConfiguration }) => [
    ...(protocolType === "HTTP" && routeSelectionExpression !== HTTP_SELECTION
      ? [{ input: "routeSelectionExpression", reason: "is fixed for an HTTP API" }]
      : []),
    ...(protocolType === "WEBSOCKET" && corsConfiguration !== undefined
      ? [{ input: "corsConfiguration", reason: "is not for a WebSocket API" }]
      : []),
  ],
  async create(client, inputs, created) {
    const id = createId();
    const call = { action: "apigateway:POST", resource: gatewayArn(client, "/apis") };
    const conditions = { "apigateway:Request/ApiName": text(inputs.name) };
    const api = createApi(client, id, inputs);
    await authorizeTags(client, inputs, {
      ...tagCalls(client, `/apis/${id}`).tag,
      operation: "CreateApi",
    });
    const work = client.call({ ...call, conditions, operation: "CreateApi" }, (store) =>
      store.put("api", apiKey(client, id), api),
    );
    await during(`creating API Gateway v2 API (${text(inputs.name)})`, work);
    created(id);
  },
  async read(client, id) {
    const call = { action: "apigateway:GET", resource: gatewayArn(client, `/apis/${id}`) };
    const api = await client.call({ ...call, operation: "GetApi" }, (store) =>
      store.get("api", apiKey(client, id)),
    );
    if (api === undefined) return null;
    const { apiEndpoint, name, protocolType, settings } = api;
    return {
      ...(settings as unknown as Values),
      apiEndpoint,
      arn: gatewayArn(client, `/apis/${id}`),
      executionArn: client.arn("execute-api", id),
      name,
      protocolType,
      tags: api.tags,
    };
  },
  async update(client, id, change) {
    const { olds, news } = change;
    const path = `/apis/${id}`;
    if (change.has("corsConfiguration") && news.corsConfiguration === undefined)
      await changeApi(client, id, ["DELETE", `${path}/cors`, "DeleteCorsConfiguration"], (api) => {
        const { corsConfiguration: _, ...settings } = api.settings;
        return { ...api, settings };
      });
    if (change.has(...SETTINGS))
      await changeApi(client, id, ["PATCH", path, "UpdateApi"], (api) => {
        const { name, settings } = createApi(client, id, { ...olds, ...news });
        return { ...api, name, settings };
      });
    await updateTags(client, change, tagCalls(client, path), (store, given) =>
      store.put("api", apiKey(client, id), { ...findApi(client, store, id), tags: given }),
    );
  },
  async delete(client, id) {
    const call = { action: "apigateway:DELETE", resource: gatewayArn(client, `/apis/${id}`) };
    const name = client.peek((store) => store.get("api", apiKey(client, id))?.name ?? "");
    const conditions = { "apigateway:Resource/ApiName": name };
    await client.call({ ...call, conditions, operation: "DeleteApi" }, (store) =>
      store.delete("api", apiKey(client, id)),
    );
  },
};

function createApi(client: Client, id: string, inputs: Values): HttpApi {
  const { corsConfiguration, disableExecuteApiEndpoint } = inputs;
  const protocolType = text(inputs.protocolType);
  const scheme = protocolType === "HTTP" ? "https" : "wss";
  if (protocolType === "WEBSOCKET" && inputs.routeSelectionExpression === HTTP_SELECTION)
    throw new AwsError("BadRequestException", "Invalid route selection expression specified");
  if (corsConfiguration !== undefined && protocolType === "WEBSOCKET")
    throw new AwsError("BadRequestException", "CORS is not supported for WebSocket APIs");
  return {
    id,
    name: text(inputs.name),
    protocolType,
    apiEndpoint: `${scheme}://${id}.execute-api.${client.region}.${client.dnsSuffix}`,
    settings: {
      apiKeySelectionExpression: text(inputs.apiKeySelectionExpression),
      ...(corsConfiguration ? { corsConfiguration: corsConfiguration as Values } : {}),
      description: text(inputs.description),
      disableExecuteApiEndpoint: disableExecuteApiEndpoint === true,
      ipAddressType: text(inputs.ipAddressType) || "ipv4",
      routeSelectionExpression: text(inputs.routeSelectionExpression),
      version: text(inputs.version),
    },
    integrations: {},
    routes: {},
    stages: {},
    tags: tagsOf(inputs),
  };
}
