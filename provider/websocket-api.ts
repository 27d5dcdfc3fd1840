import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { WEBSOCKET_STAGE } from "../manifest/physical-names.ts";
import { createInvokePermission, createStage } from "./api-parts.ts";
import type { BackendContext } from "./context.ts";

/** API Gateway's own maximum for WebSockets. */
const TIMEOUT_MS = 29_000;

/** By logical name: a connection that opens, one that has closed, and all messages. */
const ROUTES = { connect: "$connect", disconnect: "$disconnect", default: "$default" };

/** A name of its own beside the HTTP API, and no tags, as there. */
export function createWebSocketApi({ name, names, options }: BackendContext): aws.apigatewayv2.Api {
  return new aws.apigatewayv2.Api(
    `${name}-socket`,
    {
      name: names.webSocketApi,
      protocolType: "WEBSOCKET",
      // API Gateway wants one. As no route is called by what a message says, all take `$default`
      routeSelectionExpression: "$request.body.action",
    },
    options,
  );
}

/** One integration for all routes: the runtime tells by the event what it is about. */
export function createWebSocketRoutes(
  context: BackendContext,
  api: aws.apigatewayv2.Api,
  alias: aws.lambda.Alias,
): void {
  const { options } = context;
  const name = `${context.name}-socket`;
  const integration = new aws.apigatewayv2.Integration(
    name,
    {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationMethod: "POST",
      integrationUri: alias.invokeArn,
      timeoutMilliseconds: TIMEOUT_MS,
    },
    options,
  );
  const target = pulumi.interpolate`integrations/${integration.id}`;
  const routes = Object.entries(ROUTES).map(
    ([route, routeKey]) =>
      new aws.apigatewayv2.Route(`${name}-${route}`, { apiId: api.id, routeKey, target }, options),
  );
  createStage(context, { name, api, stage: WEBSOCKET_STAGE, routes });
  createInvokePermission(context, {
    name,
    statementId: "websocket-api",
    alias,
    sourceArn: pulumi.interpolate`${api.executionArn}/${WEBSOCKET_STAGE}/*`,
  });
}
