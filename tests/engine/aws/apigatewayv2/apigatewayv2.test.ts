import assert from "node:assert/strict";
import { createTestBackend, FUNCTION_ARN, type TestBackend } from "../test-backend.ts";
import type { Values } from "../wire.ts";

describe("stand-in for AWS: API Gateway", () => {
  let aws: TestBackend;
  let apiId: string;
  const api = (inputs: Values = {}) =>
    aws.create("aws:apigatewayv2/api:Api", "api", {
      name: "shop",
      protocolType: "HTTP",
      ...inputs,
    });
  const integration = (inputs: Values = {}) =>
    aws.create("aws:apigatewayv2/integration:Integration", "integration", {
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: `${FUNCTION_ARN}:live`,
      payloadFormatVersion: "2.0",
      ...inputs,
    });
  const route = (inputs: Values) =>
    aws.create("aws:apigatewayv2/route:Route", "route", { apiId, routeKey: "$default", ...inputs });
  const stage = (inputs: Values = {}) =>
    aws.create("aws:apigatewayv2/stage:Stage", "stage", { apiId, name: "$default", ...inputs });

  beforeEach(async () => {
    aws = await createTestBackend();
    await aws.createFunction();
    await aws.createAlias();
    apiId = (await api()).id;
  });

  it("tells of an API what the real plugin tells", async () => {
    const { id, state } = await api({ corsConfiguration: { allowOrigins: ["*"] } });
    assert.deepEqual(state, {
      id,
      apiEndpoint: `https://${id}.execute-api.eu-central-1.amazonaws.com`,
      apiKeySelectionExpression: "$request.header.x-api-key",
      arn: `arn:aws:apigateway:eu-central-1::/apis/${id}`,
      corsConfiguration: { allowOrigins: ["*"] },
      description: "",
      disableExecuteApiEndpoint: false,
      executionArn: `arn:aws:execute-api:eu-central-1:123456789012:${id}`,
      ipAddressType: "ipv4",
      name: "shop",
      protocolType: "HTTP",
      region: "eu-central-1",
      routeSelectionExpression: "$request.method $request.path",
      tags: {},
      tagsAll: {},
      version: "",
    });
    const socket = await api({
      protocolType: "WEBSOCKET",
      routeSelectionExpression: "$request.body.action",
    });
    assert.match(String(socket.state.apiEndpoint), /^wss:\/\//);
  });

  it("calls API Gateway by method and path", async () => {
    aws.calls();
    const made = await stage();
    await made.delete();
    assert.deepEqual(
      aws.store.journal().map(({ action, resource }) => `${action} ${resource}`),
      [
        `apigateway:GET arn:aws:apigateway:eu-central-1::/apis/${apiId}`,
        `apigateway:POST arn:aws:apigateway:eu-central-1::/apis/${apiId}/stages`,
        `apigateway:GET arn:aws:apigateway:eu-central-1::/apis/${apiId}/stages/$default`,
        `apigateway:GET arn:aws:apigateway:eu-central-1::/apis/${apiId}`,
        `apigateway:DELETE arn:aws:apigateway:eu-central-1::/apis/${apiId}/stages/$default`,
      ],
    );
  });

  it("refuses integrations that could serve nothing", async () => {
    await assert.rejects(integration({ integrationUri: `${FUNCTION_ARN}:next` }), {
      code: "ResourceNotFoundException",
    });
    await assert.rejects(integration({ timeoutMilliseconds: 30_001 }), {
      message: "timeoutMilliseconds: expected an integer in the range (50 - 30000), got 30001",
    });
    const { state } = await integration();
    assert.equal(state.timeoutMilliseconds, 30_000);
  });

  it("refuses routes to nowhere, twice, and ill-formed", async () => {
    const { id, delete: remove } = await integration();
    await assert.rejects(route({ target: "integrations/none" }), { code: "NotFoundException" });
    const target = `integrations/${id}`;
    await assert.rejects(route({ target, routeKey: "get /" }), { code: "BadRequestException" });
    const made = await route({ target });
    await assert.rejects(route({ target }), { code: "ConflictException" });
    await assert.rejects(remove(), { code: "ConflictException" });
    await made.delete();
    await remove();
  });

  it("refuses of a WebSocket API what is for HTTP APIs", async () => {
    await assert.rejects(api({ protocolType: "WEBSOCKET" }), {
      code: "BadRequestException",
      message: /Invalid route selection expression specified$/,
    });
    const socket = { protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.action" };
    const { id } = await api(socket);
    apiId = id;
    const integrationUri = `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${FUNCTION_ARN}:live/invocations`;
    await assert.rejects(integration({ integrationUri }), { code: "BadRequestException" });
    const payloadFormatVersion = "1.0";
    await assert.rejects(
      integration({ integrationUri, payloadFormatVersion, timeoutMilliseconds: 29_001 }),
      { code: "BadRequestException" },
    );
    const made = await integration({ integrationUri, payloadFormatVersion });
    assert.equal(made.state.timeoutMilliseconds, 29_000);
    const target = `integrations/${made.id}`;
    await assert.rejects(route({ target, routeKey: "$message" }), { code: "BadRequestException" });
    await route({ target, routeKey: "$connect" });
    await route({ target, routeKey: "chat" });
    await assert.rejects(stage(), { code: "BadRequestException" });
    const { state } = await stage({ name: "live", autoDeploy: true });
    assert.equal(state.invokeUrl, `wss://${id}.execute-api.eu-central-1.amazonaws.com/live`);
  });

  it("throttles a stage without settings by what the account allows", async () => {
    const { state } = await stage();
    assert.deepEqual(state.defaultRouteSettings, {
      dataTraceEnabled: false,
      detailedMetricsEnabled: false,
      throttlingBurstLimit: 5000,
      throttlingRateLimit: 10_000,
    });
  });

  it("keeps a stage's throttle when its settings are left out later", async () => {
    const inputs = { apiId, name: "$default" };
    const none = { throttlingBurstLimit: 0, throttlingRateLimit: 0 };
    const made = await stage({
      defaultRouteSettings: { throttlingBurstLimit: 10, throttlingRateLimit: 10 },
    });
    assert.deepEqual(await made.update({ ...inputs, defaultRouteSettings: none }), [
      "defaultRouteSettings.throttlingBurstLimit",
      "defaultRouteSettings.throttlingRateLimit",
    ]);
    assert.deepEqual(await made.update(inputs), []);
    assert.equal((made.state.defaultRouteSettings as Values).throttlingRateLimit, 0);
  });

  it("sends a limit that is left out of settings as 0", async () => {
    const { state } = await stage({ defaultRouteSettings: { detailedMetricsEnabled: true } });
    assert.deepEqual(state.defaultRouteSettings, {
      dataTraceEnabled: false,
      detailedMetricsEnabled: true,
      throttlingBurstLimit: 0,
      throttlingRateLimit: 0,
    });
  });
});
