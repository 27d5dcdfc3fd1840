import type { Request } from "../support/iam.ts";
import type { Resources } from "./apps.ts";

/**
 * Every call that the aws provider makes for the resources of a backend, as read in the sources of
 * terraform-provider-aws, which it is made from.
 */
export interface ProviderCall {
  /** The resource's type, without `aws:`. */
  readonly type: string;
  readonly step: "create" | "read" | "update" | "delete" | "tags";
  readonly request: (app: Resources) => Request;
}

type Step = ProviderCall["step"];
type Context = (app: Resources) => Record<string, string>;

const HTTP_API = {
  api: "api",
  stages: "stages",
  stage: "stage",
  integrations: "integrations",
  integration: "integration",
  routes: "routes",
  route: "route",
} as const;

const WEBSOCKET_API = {
  api: "webSocketApi",
  stages: "webSocketStages",
  stage: "webSocketStage",
  integrations: "webSocketIntegrations",
  integration: "webSocketIntegration",
  routes: "webSocketRoutes",
  route: "webSocketRoute",
} as const;

export const PROVIDER_CALLS: readonly ProviderCall[] = [
  ...calls("lambda/Function", "create", "function", [
    "lambda:CreateFunction",
    "lambda:GetFunction",
  ]),
  ...calls("lambda/Function", "create", "function", ["lambda:PutFunctionConcurrency"]),
  ...calls("lambda/Function", "create", "runtimeRole", ["iam:PassRole"], passedTo("lambda")),
  ...calls("lambda/Function", "create", "everything", [
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
  ]),
  ...calls("lambda/Function", "read", "function", [
    "lambda:GetFunction",
    "lambda:ListVersionsByFunction",
    "lambda:GetFunctionCodeSigningConfig",
  ]),
  ...calls("lambda/Function", "update", "function", [
    "lambda:UpdateFunctionConfiguration",
    "lambda:UpdateFunctionCode",
    "lambda:PutFunctionConcurrency",
    "lambda:DeleteFunctionConcurrency",
    "lambda:PublishVersion",
    "lambda:GetFunctionConfiguration",
  ]),
  // Waiting for a version that was published.
  ...calls("lambda/Function", "update", "version", ["lambda:GetFunctionConfiguration"]),
  ...calls("lambda/Function", "update", "runtimeRole", ["iam:PassRole"], passedTo("lambda")),
  ...calls("lambda/Function", "delete", "function", [
    "lambda:DeleteFunction",
    "lambda:GetFunction",
  ]),
  ...calls("lambda/Function", "tags", "function", [
    "lambda:ListTags",
    "lambda:TagResource",
    "lambda:UntagResource",
  ]),

  // Not a resource: how the Backend learns what a function is at present.
  ...calls("lambda/getFunction", "read", "function", [
    "lambda:GetFunction",
    "lambda:ListVersionsByFunction",
    "lambda:GetFunctionConcurrency",
    "lambda:GetFunctionCodeSigningConfig",
  ]),

  ...calls("lambda/Alias", "create", "function", ["lambda:CreateAlias"]),
  ...calls("lambda/Alias", "read", "function", ["lambda:GetAlias"]),
  ...calls("lambda/Alias", "update", "function", ["lambda:UpdateAlias"]),
  ...calls("lambda/Alias", "delete", "function", ["lambda:DeleteAlias"]),

  ...calls("lambda/ProvisionedConcurrencyConfig", "create", "alias", [
    "lambda:PutProvisionedConcurrencyConfig",
    "lambda:GetProvisionedConcurrencyConfig",
  ]),
  ...calls("lambda/ProvisionedConcurrencyConfig", "delete", "alias", [
    "lambda:DeleteProvisionedConcurrencyConfig",
  ]),

  ...calls("lambda/FunctionRecursionConfig", "create", "function", [
    "lambda:PutFunctionRecursionConfig",
  ]),
  ...calls("lambda/FunctionRecursionConfig", "read", "function", [
    "lambda:GetFunctionRecursionConfig",
  ]),

  ...calls(
    "lambda/EventSourceMapping",
    "create",
    "everything",
    ["lambda:CreateEventSourceMapping"],
    ofFunction("alias"),
  ),
  ...calls(
    "lambda/EventSourceMapping",
    "read",
    "mapping",
    ["lambda:GetEventSourceMapping"],
    ofFunction("alias"),
  ),
  ...calls("lambda/EventSourceMapping", "read", "mapping", ["lambda:ListTags"]),
  // Waiting until it is gone: it is for no function any more.
  ...calls("lambda/EventSourceMapping", "delete", "mapping", ["lambda:GetEventSourceMapping"]),
  ...calls(
    "lambda/EventSourceMapping",
    "update",
    "mapping",
    ["lambda:UpdateEventSourceMapping"],
    ofFunction("alias"),
  ),
  // Without the alias: whether AWS names it here is not known.
  ...calls(
    "lambda/EventSourceMapping",
    "delete",
    "mapping",
    ["lambda:DeleteEventSourceMapping"],
    ofFunction("function"),
  ),
  ...calls("lambda/EventSourceMapping", "tags", "mapping", [
    "lambda:TagResource",
    "lambda:UntagResource",
  ]),

  ...calls("lambda/Permission", "create", "alias", ["lambda:AddPermission"], () => ({
    "lambda:Principal": "apigateway.amazonaws.com",
  })),
  ...calls("lambda/Permission", "read", "alias", ["lambda:GetPolicy"]),
  ...calls("lambda/Permission", "delete", "alias", ["lambda:RemovePermission", "lambda:GetPolicy"]),

  ...calls("cloudwatch/LogGroup", "create", "logGroup", [
    "logs:CreateLogGroup",
    "logs:PutRetentionPolicy",
  ]),
  ...calls("cloudwatch/LogGroup", "read", "logSearch", ["logs:DescribeLogGroups"]),
  ...calls("cloudwatch/LogGroup", "read", "logGroup", ["logs:ListTagsForResource"]),
  ...calls("cloudwatch/LogGroup", "update", "logGroup", ["logs:DeleteRetentionPolicy"]),
  ...calls("cloudwatch/LogGroup", "delete", "logGroup", ["logs:DeleteLogGroup"]),
  ...calls("cloudwatch/LogGroup", "tags", "logGroup", ["logs:TagResource", "logs:UntagResource"]),

  ...api(HTTP_API, ({ name }) => name),
  ...api(WEBSOCKET_API, ({ name }) => `${name}-socket`),

  ...calls("dynamodb/Table", "create", "connectionsTable", [
    "dynamodb:CreateTable",
    "dynamodb:UpdateTimeToLive",
  ]),
  ...calls("dynamodb/Table", "read", "connectionsTable", [
    "dynamodb:DescribeTable",
    "dynamodb:DescribeContinuousBackups",
    "dynamodb:DescribeTimeToLive",
    "dynamodb:ListTagsOfResource",
  ]),
  ...calls("dynamodb/Table", "update", "connectionsTable", [
    "dynamodb:UpdateTable",
    "dynamodb:UpdateTimeToLive",
    "dynamodb:UpdateContinuousBackups",
  ]),
  ...calls("dynamodb/Table", "delete", "connectionsTable", [
    "dynamodb:DeleteTable",
    "dynamodb:DescribeTable",
  ]),
  ...calls("dynamodb/Table", "tags", "connectionsTable", [
    "dynamodb:TagResource",
    "dynamodb:UntagResource",
  ]),

  ...queue("queue"),
  ...queue("fifoQueue"),
  ...queue("deadLetterQueue"),
  ...queue("internalQueue"),
  ...queue("internalDeadLetterQueue"),

  ...role("runtimeRole"),
  ...role("schedulerRole"),
  ...role("backendRole"),
  ...role("deployRole"),
  ...calls("iam/Policy", "read", "deployPolicy", ["iam:GetPolicy", "iam:GetPolicyVersion"]),

  ...calls("scheduler/ScheduleGroup", "create", "scheduleGroup", ["scheduler:CreateScheduleGroup"]),
  ...calls("scheduler/ScheduleGroup", "read", "scheduleGroup", [
    "scheduler:GetScheduleGroup",
    "scheduler:ListTagsForResource",
  ]),
  ...calls("scheduler/ScheduleGroup", "delete", "scheduleGroup", ["scheduler:DeleteScheduleGroup"]),
  ...calls("scheduler/ScheduleGroup", "tags", "scheduleGroup", [
    "scheduler:TagResource",
    "scheduler:UntagResource",
  ]),
  ...calls("scheduler/Schedule", "create", "schedule", ["scheduler:CreateSchedule"]),
  ...calls(
    "scheduler/Schedule",
    "create",
    "schedulerRole",
    ["iam:PassRole"],
    passedTo("scheduler"),
  ),
  ...calls("scheduler/Schedule", "read", "schedule", ["scheduler:GetSchedule"]),
  ...calls("scheduler/Schedule", "update", "schedule", ["scheduler:UpdateSchedule"]),
  ...calls("scheduler/Schedule", "delete", "schedule", ["scheduler:DeleteSchedule"]),
];

function calls(
  type: string,
  step: Step,
  on: keyof Resources,
  actions: readonly string[],
  context: Context = () => ({}),
): ProviderCall[] {
  return actions.map((action) => ({
    type,
    step,
    request: (app) => ({ action, resource: app[on], context: context(app) }),
  }));
}

function api(
  on: typeof HTTP_API | typeof WEBSOCKET_API,
  nameOf: (app: Resources) => string,
): ProviderCall[] {
  const named = (app: Resources) => ({ "apigateway:Resource/ApiName": nameOf(app) });
  return [
    ...calls("apigatewayv2/Api", "create", "apis", ["apigateway:POST"], (app) => ({
      "apigateway:Request/ApiName": nameOf(app),
    })),
    ...calls("apigatewayv2/Api", "read", on.api, ["apigateway:GET"]),
    ...calls("apigatewayv2/Api", "update", on.api, ["apigateway:PATCH"], named),
    ...calls("apigatewayv2/Api", "delete", on.api, ["apigateway:DELETE"], named),
    ...calls("apigatewayv2/Stage", "read", on.api, ["apigateway:GET"]),
    ...apiPart("apigatewayv2/Stage", on.stages, on.stage),
    ...apiPart("apigatewayv2/Integration", on.integrations, on.integration),
    ...apiPart("apigatewayv2/Route", on.routes, on.route),
  ];
}

function apiPart(type: string, within: keyof Resources, on: keyof Resources): ProviderCall[] {
  return [
    ...calls(type, "create", within, ["apigateway:POST"]),
    ...calls(type, "read", on, ["apigateway:GET"]),
    ...calls(type, "update", on, ["apigateway:PATCH"]),
    ...calls(type, "delete", on, ["apigateway:DELETE"]),
  ];
}

function queue(on: keyof Resources): ProviderCall[] {
  return [
    ...calls("sqs/Queue", "create", on, ["sqs:CreateQueue"]),
    ...calls("sqs/Queue", "read", on, ["sqs:GetQueueAttributes", "sqs:ListQueueTags"]),
    ...calls("sqs/Queue", "update", on, ["sqs:SetQueueAttributes"]),
    ...calls("sqs/Queue", "delete", on, ["sqs:DeleteQueue"]),
    ...calls("sqs/Queue", "tags", on, ["sqs:TagQueue", "sqs:UntagQueue"]),
  ];
}

/** With its inline policy and its attachments. */
function role(on: keyof Resources): ProviderCall[] {
  return calls("iam/Role", "read", on, [
    "iam:GetRole",
    "iam:ListRolePolicies",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
  ]);
}

function passedTo(service: string): Context {
  return () => ({ "iam:PassedToService": `${service}.amazonaws.com` });
}

function ofFunction(form: "alias" | "function"): Context {
  return (app) => ({ "lambda:FunctionArn": app[form] });
}
