import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { isPaused } from "./concurrency.ts";
import type { BackendContext } from "./context.ts";

/** An API, and what its parts are called. */
export interface ApiParts {
  /** Logical name. */
  readonly name: string;
  readonly api: aws.apigatewayv2.Api;
  /** Name in AWS. */
  readonly stage: string;
  /** All that a deployment of the stage has to have. */
  readonly routes: readonly aws.apigatewayv2.Route[];
}

const PAUSED = { rateLimit: 0, burstLimit: 0 };

/** API Gateway deploys the stage by itself, whenever something of the API changes. */
export function createStage(
  { options, operation, settings }: BackendContext,
  { name, api, stage, routes }: ApiParts,
): void {
  const { rateLimit, burstLimit } = isPaused(operation) ? PAUSED : settings.throttle;
  new aws.apigatewayv2.Stage(
    name,
    {
      apiId: api.id,
      name: stage,
      autoDeploy: true,
      // Explicit, also where they are API Gateway's own: what is left out keeps its old value, 0 after
      // a pause
      defaultRouteSettings: { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit },
    },
    { ...options, dependsOn: [...routes] },
  );
}

export interface InvokePermission {
  /** Logical name. */
  readonly name: string;
  readonly statementId: string;
  readonly alias: aws.lambda.Alias;
  /** Of what in the API: one permission for all of it. */
  readonly sourceArn: pulumi.Input<string>;
}

/** Lets API Gateway invoke the function, for one API. */
export function createInvokePermission(
  { options }: BackendContext,
  { name, statementId, alias, sourceArn }: InvokePermission,
): void {
  new aws.lambda.Permission(
    name,
    {
      statementId,
      action: "lambda:InvokeFunction",
      function: alias.functionName,
      qualifier: alias.name,
      principal: "apigateway.amazonaws.com",
      sourceArn,
    },
    options,
  );
}
