import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createInvokePermission, createStage } from "./api-parts.ts";
import type { BackendContext } from "./context.ts";

/** API Gateway's own maximum. The runtime answers a second earlier. */
const TIMEOUT_MS = 30_000;

/** The HTTP API: a name of its own, so that policies can tell it apart. Tags need permissions for all APIs. */
export function createHttpApi({ name, names, options }: BackendContext): aws.apigatewayv2.Api {
  return new aws.apigatewayv2.Api(name, { name: names.httpApi, protocolType: "HTTP" }, options);
}

/** One route for all requests: the runtime finds the file by itself. */
export function createHttpRoute(
  context: BackendContext,
  api: aws.apigatewayv2.Api,
  alias: aws.lambda.Alias,
): void {
  const { name, options } = context;
  const integration = new aws.apigatewayv2.Integration(
    name,
    {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationUri: alias.invokeArn,
      payloadFormatVersion: "2.0",
      timeoutMilliseconds: TIMEOUT_MS,
    },
    options,
  );
  const route = new aws.apigatewayv2.Route(
    name,
    {
      apiId: api.id,
      routeKey: "$default",
      target: pulumi.interpolate`integrations/${integration.id}`,
    },
    options,
  );
  createStage(context, { name, api, stage: "$default", routes: [route] });
  createInvokePermission(context, {
    name,
    statementId: "http-api",
    alias,
    sourceArn: pulumi.interpolate`${api.executionArn}/*/$default`,
  });
}
