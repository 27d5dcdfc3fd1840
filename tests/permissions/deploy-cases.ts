import type { Request } from "../support/iam.ts";
import { createResources, SHOP } from "./apps.ts";

/** Requests about the app's own resources that the deploy tier must deny: ways to more than deploying. */
const own = createResources(SHOP);
const iam = "arn:aws:iam::111122223333";
const lambda = "arn:aws:lambda:eu-central-1:111122223333";
const apigateway = "arn:aws:apigateway:eu-central-1::";
const administrator = `${iam}:role/Administrator`;

export const DEPLOY_DENIED: readonly Request[] = [
  ...on(own.runtimeRole, [
    "iam:CreateRole",
    "iam:PutRolePolicy",
    "iam:DeleteRolePolicy",
    "iam:AttachRolePolicy",
    "iam:DetachRolePolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:DeleteRolePermissionsBoundary",
    "iam:UpdateRole",
    "iam:DeleteRole",
    "iam:TagRole",
    "sts:AssumeRole",
  ]),
  ...on(own.deployRole, [
    "iam:PutRolePolicy",
    "iam:AttachRolePolicy",
    "iam:UpdateAssumeRolePolicy",
  ]),
  ...on(own.backendRole, ["iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"]),
  ...on(own.deployPolicy, [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:DeletePolicyVersion",
    "iam:DeletePolicy",
  ]),
  ...on(`${iam}:user/somebody`, [
    "iam:CreateUser",
    "iam:CreateAccessKey",
    "iam:PutUserPolicy",
    "iam:AttachUserPolicy",
    "iam:CreateLoginProfile",
  ]),
  ...on(`${iam}:group/administrators`, ["iam:AddUserToGroup", "iam:PutGroupPolicy"]),
  // Only the trust of the deploy role names it: no deployment reads it, nor a refresh of one
  ...on(`${iam}:oidc-provider/token.actions.githubusercontent.com`, [
    "iam:GetOpenIDConnectProvider",
    "iam:CreateOpenIDConnectProvider",
    "iam:AddClientIDToOpenIDConnectProvider",
  ]),
  ...on(administrator, ["iam:GetRole", "iam:PutRolePolicy", "sts:AssumeRole"]),

  pass(own.runtimeRole, "ec2.amazonaws.com"),
  pass(own.runtimeRole, "ecs-tasks.amazonaws.com"),
  pass(own.runtimeRole, "scheduler.amazonaws.com"),
  pass(own.schedulerRole, "lambda.amazonaws.com"),
  pass(own.backendRole, "lambda.amazonaws.com"),
  pass(own.backendRole, "scheduler.amazonaws.com"),
  pass(own.deployRole, "lambda.amazonaws.com"),
  pass(administrator, "lambda.amazonaws.com"),
  { action: "iam:PassRole", resource: own.runtimeRole },

  letIn("444455556666"),
  letIn("*"),
  letIn("s3.amazonaws.com"),
  letIn("events.amazonaws.com"),
  letIn("apigateway.amazonaws.com.example.com"),
  { action: "lambda:AddPermission", resource: own.alias },
  ...on(own.function, [
    "lambda:InvokeFunction",
    "lambda:CreateFunctionUrlConfig",
    "lambda:UpdateFunctionUrlConfig",
    "lambda:PutFunctionEventInvokeConfig",
    "lambda:PutRuntimeManagementConfig",
    "lambda:PutFunctionCodeSigningConfig",
  ]),
  ...on(own.alias, ["lambda:InvokeFunction", "lambda:CreateFunctionUrlConfig"]),
  withLayer("lambda:CreateFunction"),
  withLayer("lambda:UpdateFunctionConfiguration"),
  ...on(`${lambda}:layer:shared`, ["lambda:PublishLayerVersion"]),
  ...on(`${lambda}:layer:shared:1`, ["lambda:AddLayerVersionPermission", "lambda:GetLayerVersion"]),
  ...mapTo(`${lambda}:function:payroll`),
  ...mapTo(`${own.function}-2`),
  ...mapTo(`${own.function}-2:live`),
  { action: "lambda:CreateEventSourceMapping", resource: "*" },
  { action: "lambda:DeleteEventSourceMapping", resource: own.mapping },
  ...on("*", ["lambda:ListFunctions", "lambda:ListEventSourceMappings"]),

  ...on(own.queue, [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:SendMessage",
    "sqs:PurgeQueue",
    "sqs:AddPermission",
  ]),
  ...on(own.deadLetterQueue, ["sqs:ReceiveMessage", "sqs:PurgeQueue", "sqs:StartMessageMoveTask"]),
  ...on("arn:aws:sqs:eu-central-1:111122223333:payroll", [
    "sqs:GetQueueAttributes",
    "sqs:SetQueueAttributes",
    "sqs:DeleteQueue",
  ]),

  ...on(own.logGroup, [
    "logs:FilterLogEvents",
    "logs:StartQuery",
    "logs:PutSubscriptionFilter",
    "logs:PutDataProtectionPolicy",
  ]),
  ...on(own.logStream, ["logs:GetLogEvents", "logs:PutLogEvents", "logs:DeleteLogStream"]),

  ...on(own.apis, ["apigateway:GET", "apigateway:POST"]),
  ...on(own.api, ["apigateway:PUT", "apigateway:PATCH", "apigateway:DELETE"]),
  { ...createApi("payroll") },
  ...on(`${own.api}/authorizers`, ["apigateway:POST"]),
  ...on(`${apigateway}/account`, ["apigateway:GET", "apigateway:PATCH"]),
  ...on(`${apigateway}/restapis`, ["apigateway:GET", "apigateway:POST"]),
  ...on(`${apigateway}/restapis/abc123/stages`, ["apigateway:GET", "apigateway:POST"]),
  ...on(`${apigateway}/domainnames`, ["apigateway:POST"]),
  ...on(`${apigateway}/vpclinks`, ["apigateway:POST"]),
  ...on(`${apigateway}/tags/anything`, ["apigateway:POST", "apigateway:DELETE"]),

  ...on(own.connectionsTable, [
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:PutItem",
    "dynamodb:PutResourcePolicy",
    "dynamodb:ExportTableToPointInTime",
    "dynamodb:CreateBackup",
    "dynamodb:EnableKinesisStreamingDestination",
  ]),
  ...on(own.connectionsStream, ["dynamodb:GetRecords", "dynamodb:GetShardIterator"]),
  ...on(own.sendToConnection, ["execute-api:ManageConnections"]),

  ...on("arn:aws:scheduler:eu-central-1:111122223333:schedule/default/nightly", [
    "scheduler:CreateSchedule",
    "scheduler:UpdateSchedule",
    "scheduler:DeleteSchedule",
  ]),
  ...on("arn:aws:s3:::backups/shop.dump", ["s3:GetObject", "s3:PutObject"]),
  ...on("arn:aws:dynamodb:eu-central-1:111122223333:table/orders", [
    "dynamodb:GetItem",
    "dynamodb:DescribeTable",
    "dynamodb:DeleteTable",
  ]),
  ...on("arn:aws:secretsmanager:eu-central-1:111122223333:secret:stripe-a1b2c3", [
    "secretsmanager:GetSecretValue",
  ]),
  ...on("arn:aws:kms:eu-central-1:111122223333:key/0b5f1f6e-7d4e-4e6e-9a53-9d5d3c1c2f11", [
    "kms:Decrypt",
  ]),
  ...on("arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/1", [
    "cloudformation:CreateStack",
  ]),
  ...on("arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0", [
    "ec2:TerminateInstances",
  ]),
];

/** Where a backend has no VPC of its own. */
export const DEPLOY_DENIED_WITHOUT_VPC: readonly Request[] = [
  ...["lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"].map((action) => ({
    action,
    resource: own.function,
    context: { "lambda:VpcIds": "vpc-0123456789abcdef0" },
  })),
  ...on("*", ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"]),
];

function on(resource: string, actions: readonly string[]): Request[] {
  return actions.map((action) => ({ action, resource }));
}

function pass(role: string, service: string): Request {
  return {
    action: "iam:PassRole",
    resource: role,
    context: { "iam:PassedToService": service },
  };
}

function letIn(principal: string): Request {
  return {
    action: "lambda:AddPermission",
    resource: own.alias,
    context: { "lambda:Principal": principal },
  };
}

function withLayer(action: string): Request {
  return {
    action,
    resource: own.function,
    context: { "lambda:Layer": [`${lambda}:layer:shared:1`] },
  };
}

function mapTo(functionArn: string): Request[] {
  const context = { "lambda:FunctionArn": functionArn };
  return [
    { action: "lambda:CreateEventSourceMapping", resource: "*", context },
    { action: "lambda:UpdateEventSourceMapping", resource: own.mapping, context },
  ];
}

function createApi(name: string): Request {
  return {
    action: "apigateway:POST",
    resource: own.apis,
    context: { "apigateway:Request/ApiName": name },
  };
}
