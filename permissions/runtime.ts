import { WEBSOCKET_STAGE } from "../manifest/physical-names.ts";
import { type Arns, createArns, type Scope } from "./arns.ts";
import type { Needs } from "./needs.ts";
import {
  allow,
  type Conditions,
  createPolicy,
  createTrust,
  type PolicyDocument,
  type PolicyStatement,
  type TrustDocument,
} from "./policy-document.ts";

/**
 * The runtime tier: what the function may do, by its execution role.
 * @param webSocketApiId Of the backend's WebSocket API, once it exists: before that, its connections
 * cannot be told apart from those of other apps.
 */
export function createRuntimePolicy(
  scope: Scope,
  needs: Needs,
  webSocketApiId = "*",
): PolicyDocument {
  const arns = createArns(scope);
  return createPolicy([
    allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [arns.logStreams], {
      ...fromFunction(arns),
    }),
    ...(needs.has("queues") ? createQueueStatements(arns) : []),
    ...(needs.has("socket") ? createSocketStatements(scope, arns, webSocketApiId) : []),
    ...(needs.has("backendRole")
      ? [allow("AssumeBackendRole", ["sts:AssumeRole"], [arns.backendRole], fromFunction(arns))]
      : []),
    ...(needs.has("vpc") ? createNetworkStatements(scope) : []),
  ]);
}

export function createRuntimeTrust(): TrustDocument {
  return createTrust({ Service: "lambda.amazonaws.com" }, "sts:AssumeRole");
}

/**
 * Lambda names the function in what its code asks for, and in writing logs, but not in what its
 * pollers and its network do: there this condition would deny everything.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function fromFunction(arns: Arns): Conditions {
  return { ArnLike: { "lambda:SourceFunctionArn": [arns.function] } };
}

function createQueueStatements(arns: Arns): PolicyStatement[] {
  return [
    // For the pollers of the event source mappings.
    allow(
      "ReceiveJobs",
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      [arns.queues],
    ),
    allow("RetryJobs", ["sqs:ChangeMessageVisibility"], [arns.queues], fromFunction(arns)),
    // Jobs that are not to be tried again go to the dead-letter queue at once.
    allow(
      "SendJobs",
      ["sqs:SendMessage"],
      [arns.queues, arns.deadLetterQueues],
      fromFunction(arns),
    ),
  ];
}

function createSocketStatements(
  { partition, region, account }: Scope,
  arns: Arns,
  apiId: string,
): PolicyStatement[] {
  const stage = `arn:${partition}:execute-api:${region}:${account}:${apiId}/${WEBSOCKET_STAGE}`;
  return [
    allow(
      "Connections",
      [
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:Query",
      ],
      [arns.connectionsTable],
      fromFunction(arns),
    ),
    // To send to a connection, and to close it
    allow(
      "SendToConnections",
      ["execute-api:ManageConnections"],
      ["POST", "DELETE"].map((method) => `${stage}/${method}/@connections/*`),
      fromFunction(arns),
    ),
  ];
}

/**
 * With these Lambda attaches the function to the VPC. Lambda's own calls do not name the function, so
 * the code of the function cannot make them.
 */
function createNetworkStatements({ partition, region, account }: Scope): PolicyStatement[] {
  const fromLambda: Conditions = { Null: { "lambda:SourceFunctionArn": "true" } };
  const interfaces = `arn:${partition}:ec2:${region}:${account}:network-interface/*`;
  // A shared subnet, and its security groups, belong to another account.
  const subnets = `arn:${partition}:ec2:${region}:*:subnet/*`;
  const securityGroups = `arn:${partition}:ec2:${region}:*:security-group/*`;
  return [
    allow(
      "CreateNetworkInterface",
      ["ec2:CreateNetworkInterface"],
      [interfaces, subnets, securityGroups],
      fromLambda,
    ),
    allow(
      "ChangeNetworkInterfaces",
      [
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
      ],
      [interfaces],
      fromLambda,
    ),
    allow(
      "ReadNetwork",
      ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
      ["*"],
      fromLambda,
    ),
  ];
}
