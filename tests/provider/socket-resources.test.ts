import assert from "node:assert/strict";
import { OWN_VARIABLES_BYTES } from "../../build/environment.ts";
import { APP_NAME_LENGTH } from "../../manifest/app-name.ts";
import { mockDeployment, resourceNames } from "./mock-deployment.ts";

const ROUTE = { "api/index.ts": "export const get = () => 1;" };
const SOCKET = { "socket/index.ts": "export default async () => {};" };
const APP = "shop-dev-api-d884e789";

describe("the socket of a Backend", () => {
  it("has these resources, with the internal queue", async () => {
    const resources = await mockDeployment(SOCKET);
    assert.deepEqual(resourceNames(resources), [
      "apigatewayv2.Api api-socket",
      "apigatewayv2.Integration api-socket",
      "apigatewayv2.Route api-socket-connect",
      "apigatewayv2.Route api-socket-default",
      "apigatewayv2.Route api-socket-disconnect",
      "apigatewayv2.Stage api-socket",
      "cloudwatch.LogGroup api",
      "dynamodb.Table api-connections",
      "iam.Policy api-deploy",
      "iam.Role api-runtime",
      "iam.RolePolicy api-runtime",
      "lambda.Alias api",
      "lambda.EventSourceMapping api-_internal",
      "lambda.Function api",
      "lambda.FunctionRecursionConfig api",
      "lambda.Permission api-socket",
      "sqs.Queue api-d-_internal",
      "sqs.Queue api-q-_internal",
    ]);
  });

  it("has an API whose routes all go to the alias", async () => {
    const resources = await mockDeployment(SOCKET, { args: { throttle: { burstLimit: 50 } } });
    assert.deepEqual(resources["apigatewayv2.Api api-socket"], {
      name: `${APP}-socket`,
      protocolType: "WEBSOCKET",
      routeSelectionExpression: "$request.body.action",
    });
    assert.deepEqual(resources["apigatewayv2.Integration api-socket"], {
      apiId: "api-socket-id",
      integrationType: "AWS_PROXY",
      integrationMethod: "POST",
      integrationUri: "invoke arn:aws:lambda.Alias:live",
      timeoutMilliseconds: 29_000,
    });
    const routes = ["connect", "disconnect", "default"].map(
      (route) => resources[`apigatewayv2.Route api-socket-${route}`],
    );
    assert.deepEqual(
      routes,
      ["$connect", "$disconnect", "$default"].map((routeKey) => ({
        apiId: "api-socket-id",
        routeKey,
        target: "integrations/api-socket-id",
      })),
    );
    assert.deepEqual(resources["apigatewayv2.Stage api-socket"], {
      apiId: "api-socket-id",
      name: "live",
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: 10_000, throttlingBurstLimit: 50 },
    });
    assert.deepEqual(resources["lambda.Permission api-socket"], {
      statementId: "websocket-api",
      action: "lambda:InvokeFunction",
      function: APP,
      qualifier: "live",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api/live/*",
    });
  });

  it("lets nobody in during a pause", async () => {
    const config = { "queuerun:reserved": "0" };
    const resources = await mockDeployment(SOCKET, { config });
    assert.deepEqual(resources["apigatewayv2.Stage api-socket"]?.defaultRouteSettings, {
      throttlingRateLimit: 0,
      throttlingBurstLimit: 0,
    });
    assert.equal(resources["lambda.EventSourceMapping api-_internal"]?.enabled, false);
  });

  it("has a table whose rows expire", async () => {
    const resources = await mockDeployment(SOCKET, { args: { tags: { team: "shop" } } });
    assert.deepEqual(resources["dynamodb.Table api-connections"], {
      name: `${APP}-connections`,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      ttl: { attributeName: "expires", enabled: true },
      tags: { team: "shop" },
    });
    assert.equal(resources["apigatewayv2.Api api-socket"]?.tags, undefined);
  });

  it("tells the runtime where it is", async () => {
    const resources = await mockDeployment({ ...ROUTE, ...SOCKET });
    const queues = "https://sqs.eu-central-1.amazonaws.com/123456789012";
    const host = "execute-api.eu-central-1.amazonaws.com";
    assert.deepEqual(resources["lambda.Function api"]?.environment, {
      variables: {
        AWS_LAMBDA_EXEC_WRAPPER: "/var/task/queuerun-exec",
        QUEUERUN_QUEUE_URL_PREFIX: `${queues}/${APP}-q-`,
        QUEUERUN_DEAD_LETTER_URL_PREFIX: `${queues}/${APP}-d-`,
        QUEUERUN_URL: `https://api.${host}`,
        QUEUERUN_WEBSOCKET_URL: `wss://api-socket.${host}/live`,
        QUEUERUN_CONNECTIONS_URL: `https://api-socket.${host}/live`,
        QUEUERUN_CONNECTIONS_TABLE: `${APP}-connections`,
        QUEUERUN_DYNAMODB_URL: "https://dynamodb.eu-central-1.amazonaws.com",
      },
    });
  });

  it("takes no more of the environment than the build keeps for it", async () => {
    const appName = `${"a".repeat(APP_NAME_LENGTH - 9)}-1b2c3d4e`;
    const region = "cn-northwest-99";
    const backendPolicy =
      '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }';
    const resources = await mockDeployment(
      { ...ROUTE, ...SOCKET },
      { args: { appName, backendPolicy }, region },
    );
    const { environment } = resources["lambda.Function api"] ?? {};
    const { variables } = environment as { variables: Readonly<Record<string, string>> };
    const bytes = Object.entries(variables).flat().join("").length;
    assert.ok(bytes > OWN_VARIABLES_BYTES - 100 && bytes <= OWN_VARIABLES_BYTES, String(bytes));
  });

  it("lets the function send to connections of its own API, and use its table", async () => {
    const resources = await mockDeployment(SOCKET);
    const { Statement } = JSON.parse(String(resources["iam.RolePolicy api-runtime"]?.policy));
    const resourcesOf = (sid: string) =>
      Statement.find(({ Sid }: { Sid: string }) => Sid === sid).Resource;
    assert.deepEqual(resourcesOf("SendToConnections"), [
      "arn:aws:execute-api:eu-central-1:123456789012:api-socket-id/live/POST/@connections/*",
      "arn:aws:execute-api:eu-central-1:123456789012:api-socket-id/live/DELETE/@connections/*",
    ]);
    assert.deepEqual(resourcesOf("Connections"), [
      `arn:aws:dynamodb:eu-central-1:123456789012:table/${APP}-connections`,
    ]);
  });
});
