import { createAppName } from "../../manifest/app-name.ts";
import { deadLetterQueueName, queueName } from "../../manifest/physical-names.ts";
import type { Scope } from "../../permissions/arns.ts";
import type { Need } from "../../permissions/needs.ts";

/** All that a backend can need. */
export const ALL_NEEDS: ReadonlySet<Need> = new Set([
  "http",
  "queues",
  "socket",
  "schedules",
  "vpc",
  "backendRole",
]);

/** What most backends need. */
export const COMMON_NEEDS: ReadonlySet<Need> = new Set(["http", "queues"]);

/** The app whose policies are tested. */
export const SHOP = createScope("shop", "production", "api");

/** Apps that its policies must not reach, among them those whose names are next to the same. */
export const OTHERS: readonly Scope[] = [
  createScope("shop-admin", "production", "api"),
  createScope("shop", "staging", "api"),
  createScope("shop", "production", "api-2"),
  createScope("shop", "production-api", ""),
  createScope("shop-production", "api", ""),
  createScope("Shop", "production", "api"),
  // Named to begin as the app's resources do
  createScope(SHOP.app, "production", "api"),
  createScope(`${SHOP.app}-q`, "x", "y"),
  { ...SHOP, account: "444455556666" },
  { ...SHOP, region: "us-east-1" },
  { ...SHOP, partition: "aws-cn" },
];

export function createScope(project: string, stack: string, name: string): Scope {
  return {
    partition: "aws",
    region: "eu-central-1",
    account: "111122223333",
    app: createAppName({ project, stack, name }),
  };
}

/** ARNs of what an app has in AWS, written out, so that nothing of the policies is taken for granted. */
export type Resources = ReturnType<typeof createResources>;

export function createResources({ partition, region, account, app }: Scope) {
  const lambda = `arn:${partition}:lambda:${region}:${account}`;
  const sqs = `arn:${partition}:sqs:${region}:${account}`;
  const logs = `arn:${partition}:logs:${region}:${account}:log-group`;
  const iam = `arn:${partition}:iam::${account}`;
  const scheduler = `arn:${partition}:scheduler:${region}:${account}`;
  const apis = `arn:${partition}:apigateway:${region}::/apis`;
  const ec2 = `arn:${partition}:ec2:${region}:${account}`;
  const dynamodb = `arn:${partition}:dynamodb:${region}:${account}`;
  const apiId = `api${app.slice(-8)}`;
  const webSocketApiId = `ws${app.slice(-8)}`;
  const connections = `arn:${partition}:execute-api:${region}:${account}:${webSocketApiId}/live`;
  return {
    name: app,
    function: `${lambda}:function:${app}`,
    alias: `${lambda}:function:${app}:live`,
    version: `${lambda}:function:${app}:7`,
    mapping: `${lambda}:event-source-mapping:0b5f1f6e-7d4e-4e6e-9a53-9d5d3c1c2f11`,
    logGroup: `${logs}:/aws/lambda/${app}`,
    logStream: `${logs}:/aws/lambda/${app}:log-stream:2026/11/23/[7]0123456789abcdef`,
    logSearch: `${logs}::log-stream:`,
    queue: `${sqs}:${queueName(app, "email")}`,
    fifoQueue: `${sqs}:${queueName(app, "billing.fifo")}`,
    deadLetterQueue: `${sqs}:${deadLetterQueueName(app, "email")}`,
    internalQueue: `${sqs}:${app}-q-_internal`,
    internalDeadLetterQueue: `${sqs}:${app}-d-_internal`,
    apiId,
    apis,
    api: `${apis}/${apiId}`,
    stages: `${apis}/${apiId}/stages`,
    stage: `${apis}/${apiId}/stages/$default`,
    routes: `${apis}/${apiId}/routes`,
    route: `${apis}/${apiId}/routes/ab12cd3`,
    integrations: `${apis}/${apiId}/integrations`,
    integration: `${apis}/${apiId}/integrations/xy98zw7`,
    webSocketApiId,
    webSocketApi: `${apis}/${webSocketApiId}`,
    webSocketStages: `${apis}/${webSocketApiId}/stages`,
    webSocketStage: `${apis}/${webSocketApiId}/stages/live`,
    webSocketRoutes: `${apis}/${webSocketApiId}/routes`,
    webSocketRoute: `${apis}/${webSocketApiId}/routes/cd34ef5`,
    webSocketIntegrations: `${apis}/${webSocketApiId}/integrations`,
    webSocketIntegration: `${apis}/${webSocketApiId}/integrations/uv76ts5`,
    sendToConnection: `${connections}/POST/@connections/L0SM9cOFvHcCIhw=`,
    readConnection: `${connections}/GET/@connections/L0SM9cOFvHcCIhw=`,
    closeConnection: `${connections}/DELETE/@connections/L0SM9cOFvHcCIhw=`,
    connectionsTable: `${dynamodb}:table/${app}-connections`,
    connectionsIndex: `${dynamodb}:table/${app}-connections/index/users`,
    connectionsStream: `${dynamodb}:table/${app}-connections/stream/2026-11-26T00:00:00.000`,
    scheduleGroup: `${scheduler}:schedule-group/${app}`,
    schedule: `${scheduler}:schedule/${app}/cleanup`,
    runtimeRole: `${iam}:role/${app}-runtime`,
    schedulerRole: `${iam}:role/${app}-scheduler`,
    backendRole: `${iam}:role/${app}-backend`,
    deployRole: `${iam}:role/${app}-deploy`,
    deployPolicy: `${iam}:policy/${app}-deploy`,
    networkInterface: `${ec2}:network-interface/eni-0123456789abcdef0`,
    subnet: `${ec2}:subnet/subnet-0123456789abcdef0`,
    everything: "*",
  };
}
