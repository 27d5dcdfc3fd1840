import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { ApiIntegration, HttpApi } from "../entities.ts";
import { findFunction, parseFunctionName } from "../lambda/function-name.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { integer, oneOf } from "../rules.ts";
import type { Store } from "../store.ts";
import { defined, number, optionalText, text } from "../values.ts";
import type { Values } from "../wire.ts";
import { changeApi, createId, readApi, removeFromApi } from "./calls.ts";

/** Milliseconds; neither can be raised. */
const MAXIMUM_TIMEOUT: Readonly<Record<string, number>> = { HTTP: 30_000, WEBSOCKET: 29_000 };

export const INTEGRATION: ResourceType = {
  token: "aws:apigatewayv2/integration:Integration",
  inputs: {
    apiId: { replaces: true },
    connectionType: { default: "INTERNET", check: oneOf("INTERNET") },
    description: {},
    integrationMethod: {},
    integrationType: { replaces: true, check: oneOf("AWS_PROXY") },
    integrationUri: {},
    payloadFormatVersion: { default: "1.0", check: oneOf("1.0", "2.0") },
    region: { replaces: true },
    timeoutMilliseconds: { check: integer(50, 30_000) },
  },
  async create(client, inputs, created) {
    const apiId = text(inputs.apiId);
    const id = createId();
    const path = `/apis/${apiId}/integrations`;
    const work = changeApi(client, apiId, ["POST", path, "CreateIntegration"], (api, store) =>
      putIntegration(client, store, api, id, inputs),
    );
    await during("creating API Gateway v2 Integration", work);
    created(id);
  },
  async read(client, id, state) {
    const apiId = text(state.apiId);
    const path = `/apis/${apiId}/integrations/${id}`;
    const integration = await readApi(
      client,
      apiId,
      path,
      "GetIntegration",
      (api) => api.integrations[id],
    );
    if (integration === undefined) return null;
    return { ...integration, apiId, integrationResponseSelectionExpression: "" };
  },
  async update(client, id, { olds, news }) {
    const apiId = text(news.apiId);
    const path = `/apis/${apiId}/integrations/${id}`;
    const work = changeApi(client, apiId, ["PATCH", path, "UpdateIntegration"], (api, store) =>
      putIntegration(client, store, api, id, { ...olds, ...news }),
    );
    await during(`updating API Gateway v2 Integration (${id})`, work);
  },
  async delete(client, id, state) {
    const apiId = text(state.apiId);
    const path = `/apis/${apiId}/integrations/${id}`;
    await removeFromApi(client, apiId, ["DELETE", path, "DeleteIntegration"], (api) => {
      const route = Object.values(api.routes).find(({ target }) => target === `integrations/${id}`);
      if (route !== undefined)
        throw new AwsError(
          "ConflictException",
          `Unable to delete integration ${id}: route ${route.routeKey} uses it`,
        );
      const { [id]: _, ...integrations } = api.integrations;
      return { ...api, integrations };
    });
  },
};

/** @throws AwsError when API Gateway refuses it, or Error when no request could be served. */
function putIntegration(
  client: Client,
  store: Store,
  api: HttpApi,
  id: string,
  inputs: Values,
): HttpApi {
  const maximum = MAXIMUM_TIMEOUT[api.protocolType] ?? 0;
  const integration: ApiIntegration = {
    connectionType: text(inputs.connectionType),
    description: text(inputs.description),
    integrationType: text(inputs.integrationType),
    integrationUri: text(inputs.integrationUri),
    payloadFormatVersion: text(inputs.payloadFormatVersion),
    timeoutMilliseconds: number(inputs.timeoutMilliseconds) || maximum,
    ...defined({ integrationMethod: optionalText(inputs.integrationMethod) }),
  };
  if (integration.timeoutMilliseconds > maximum)
    throw new AwsError("BadRequestException", `Timeout should be between 50 ms and ${maximum} ms`);
  if (api.protocolType === "WEBSOCKET" && integration.payloadFormatVersion !== "1.0")
    throw new AwsError("BadRequestException", "PayloadFormatVersion 2.0 is only for HTTP APIs");
  const { integrationUri } = integration;
  const target = /\/functions\/(arn:.+)\/invocations$/.exec(integrationUri)?.[1] ?? integrationUri;
  if (api.protocolType === "WEBSOCKET" && target === integrationUri)
    throw new AwsError("BadRequestException", "Invalid integration URI specified");
  // API Gateway would notice with the first request only
  findFunction(store, parseFunctionName(client, target));
  return { ...api, integrations: { ...api.integrations, [id]: integration } };
}
