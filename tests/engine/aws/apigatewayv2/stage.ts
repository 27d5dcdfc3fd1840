import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { ApiStage, HttpApi, RouteSettings } from "../entities.ts";
import { type Change, during, type ResourceType } from "../resource-type.ts";
import { atMost, matching, tags } from "../rules.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { defined, number, optionalText, tagsOf, text } from "../values.ts";
import { isObject, type Values } from "../wire.ts";
import {
  apiKey,
  changeApi,
  createId,
  findApi,
  gatewayArn,
  readApi,
  removeFromApi,
  tagCalls,
} from "./calls.ts";

/** What an account allows in a region, and so what a stage says nothing about. */
const ACCOUNT_LIMITS = { throttlingBurstLimit: 5000, throttlingRateLimit: 10_000 };

export const STAGE: ResourceType = {
  token: "aws:apigatewayv2/stage:Stage",
  inputs: {
    apiId: { replaces: true },
    autoDeploy: { default: false },
    // Left out later, it stays as it was: https://github.com/pulumi/pulumi-aws/issues/2363
    defaultRouteSettings: { kept: true },
    description: { check: atMost(1024) },
    name: { autoname: 128, replaces: true, check: matching(/^(\$default|[\w-]{1,128})$/) },
    region: { replaces: true },
    stageVariables: {},
    tags: { check: tags },
  },
  async create(client, inputs, created) {
    const apiId = text(inputs.apiId);
    const name = text(inputs.name);
    const path = `/apis/${apiId}`;
    await readApi(client, apiId, path, "GetApi", (api) => api);
    await authorizeTags(client, inputs, {
      ...tagCalls(client, `${path}/stages/${name}`).tag,
      operation: "CreateStage",
    });
    const work = changeApi(client, apiId, ["POST", `${path}/stages`, "CreateStage"], (api) => {
      if (api.stages[name] !== undefined)
        throw new AwsError("ConflictException", "Stage already exists");
      if (api.protocolType === "WEBSOCKET" && name === "$default")
        throw new AwsError("BadRequestException", "Stage name only allows a-zA-Z0-9_-");
      const settings = createSettings(api, inputs) ?? { ...NO_SETTINGS, ...ACCOUNT_LIMITS };
      return putStage(api, name, createStage(inputs, settings));
    });
    await during(`creating API Gateway v2 Stage (${name})`, work);
    created(name);
  },
  async read(client, name, state) {
    const apiId = text(state.apiId);
    const path = `/apis/${apiId}/stages/${name}`;
    const found = await readApi(client, apiId, path, "GetStage", (api) => {
      const stage = api.stages[name];
      return stage && { api, stage };
    });
    if (found === undefined) return null;
    await readApi(client, apiId, `/apis/${apiId}`, "GetApi", (api) => api);
    return describeStage(client, found.api, name, found.stage);
  },
  update: updateStage,
  async delete(client, name, state) {
    const apiId = text(state.apiId);
    const path = `/apis/${apiId}/stages/${name}`;
    await removeFromApi(client, apiId, ["DELETE", path, "DeleteStage"], (api) => {
      const { [name]: _, ...stages } = api.stages;
      return { ...api, stages };
    });
  },
};

const NO_SETTINGS = { dataTraceEnabled: false, detailedMetricsEnabled: false };

async function updateStage(client: Client, name: string, change: Change): Promise<void> {
  const { news } = change;
  const apiId = text(news.apiId);
  const path = `/apis/${apiId}/stages/${name}`;
  if (change.has("autoDeploy", "defaultRouteSettings", "description", "stageVariables"))
    await patchStage(client, name, change);
  await updateTags(client, change, tagCalls(client, path), (store, given) => {
    const api = findApi(client, store, apiId);
    const stage = api.stages[name];
    if (stage === undefined) return;
    store.put("api", apiKey(client, apiId), putStage(api, name, { ...stage, tags: given }));
  });
}

async function patchStage(client: Client, name: string, change: Change): Promise<void> {
  const { news } = change;
  const apiId = text(news.apiId);
  const path = `/apis/${apiId}/stages/${name}`;
  await readApi(client, apiId, `/apis/${apiId}`, "GetApi", (api) => api);
  const work = changeApi(client, apiId, ["PATCH", path, "UpdateStage"], (api) => {
    const stage = api.stages[name];
    if (stage === undefined)
      throw new AwsError(
        "NotFoundException",
        `Unable to find Stage by name ${name} within the provided RestApi`,
      );
    const settings =
      (change.has("defaultRouteSettings") && createSettings(api, news)) || stage.routeSettings;
    return putStage(api, name, {
      ...createStage(news, settings),
      tags: stage.tags,
      deploymentId: stage.deploymentId,
    });
  });
  await during(`updating API Gateway v2 Stage (${name})`, work);
}

/** As the real plugin sends them: a limit that is left out is sent as 0, which answers 429 to all. */
function createSettings(api: HttpApi, inputs: Values): RouteSettings | undefined {
  if (!isObject(inputs.defaultRouteSettings)) return undefined;
  const { defaultRouteSettings: settings } = inputs;
  if (api.protocolType === "HTTP" && (settings.dataTraceEnabled || settings.loggingLevel))
    throw new AwsError(
      "BadRequestException",
      "Execution logs are not supported on protocolType HTTP",
    );
  return {
    dataTraceEnabled: settings.dataTraceEnabled === true,
    detailedMetricsEnabled: settings.detailedMetricsEnabled === true,
    ...defined({ loggingLevel: optionalText(settings.loggingLevel) }),
    throttlingBurstLimit: number(settings.throttlingBurstLimit),
    throttlingRateLimit: number(settings.throttlingRateLimit),
  };
}

function createStage(inputs: Values, routeSettings: RouteSettings): ApiStage {
  return {
    autoDeploy: inputs.autoDeploy === true,
    deploymentId: inputs.autoDeploy === true ? createId() : "",
    description: text(inputs.description),
    routeSettings,
    stageVariables: (inputs.stageVariables ?? {}) as ApiStage["stageVariables"],
    tags: tagsOf(inputs),
  };
}

function putStage(api: HttpApi, name: string, stage: ApiStage): HttpApi {
  return { ...api, stages: { ...api.stages, [name]: stage } };
}

function describeStage(client: Client, api: HttpApi, name: string, stage: ApiStage): Values {
  const path = `/apis/${api.id}/stages/${name}`;
  const { routeSettings, stageVariables, tags: stageTags, ...rest } = stage;
  return {
    ...rest,
    apiId: api.id,
    arn: gatewayArn(client, path),
    defaultRouteSettings: { ...routeSettings },
    executionArn: client.arn("execute-api", `${api.id}/${name}`),
    invokeUrl: `${api.apiEndpoint}/${name === "$default" ? "" : name}`,
    name,
    stageVariables,
    tags: stageTags,
  };
}
