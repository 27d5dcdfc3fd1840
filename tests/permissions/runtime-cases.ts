import type { Request } from "../support/iam.ts";
import { createResources, type Resources, SHOP } from "./apps.ts";

const own = createResources(SHOP);
const RECEIVE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
const USE_TABLE = [
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:Query",
];
const ofCode = { "lambda:SourceFunctionArn": own.function };

/** What Lambda, and the code of the function, do with the execution role of an app. */
export function runtimeRequests(app: Resources): readonly Request[] {
  const source = { "lambda:SourceFunctionArn": app.function };
  return [
    ...on([app.queue, app.fifoQueue, app.internalQueue], RECEIVE),
    ...on([app.queue, app.fifoQueue, app.internalQueue], ["sqs:ChangeMessageVisibility"], source),
    ...on([app.queue, app.fifoQueue, app.internalQueue], ["sqs:SendMessage"], source),
    ...on([app.deadLetterQueue, app.internalDeadLetterQueue], ["sqs:SendMessage"], source),
    ...on([app.logStream], ["logs:CreateLogStream", "logs:PutLogEvents"], source),
    ...on([app.backendRole], ["sts:AssumeRole"], source),
    ...on([app.connectionsTable], USE_TABLE, source),
    ...on([app.sendToConnection, app.closeConnection], ["execute-api:ManageConnections"], source),
    // Lambda itself, to attach the function to a VPC.
    ...on([app.networkInterface, app.subnet], ["ec2:CreateNetworkInterface"]),
    ...on([app.networkInterface], ["ec2:DeleteNetworkInterface"]),
    ...on([app.networkInterface], ["ec2:AssignPrivateIpAddresses"]),
    ...on([app.networkInterface], ["ec2:UnassignPrivateIpAddresses"]),
    ...on(["*"], ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]),
  ];
}

/** Requests about the app's own resources, and others' that every account has, that must be denied. */
export const RUNTIME_DENIED: readonly Request[] = [
  // With the role, but not as the function's code
  ...on([own.queue, own.deadLetterQueue], ["sqs:SendMessage"]),
  ...on([own.queue], ["sqs:ChangeMessageVisibility"]),
  ...on([own.logStream], ["logs:PutLogEvents"]),
  ...on([own.backendRole], ["sts:AssumeRole"]),
  ...on([own.connectionsTable], USE_TABLE),
  ...on([own.sendToConnection, own.closeConnection], ["execute-api:ManageConnections"]),
  // In another function with the same role
  ...on([own.queue], ["sqs:SendMessage"], { "lambda:SourceFunctionArn": `${own.function}-2` }),
  ...on([own.backendRole], ["sts:AssumeRole"], { "lambda:SourceFunctionArn": `${own.function}-2` }),

  ...on([own.connectionsTable], USE_TABLE, {
    "lambda:SourceFunctionArn": `${own.function}-2`,
  }),

  ...byCode(
    [own.connectionsTable],
    [
      "dynamodb:Scan",
      "dynamodb:BatchWriteItem",
      "dynamodb:BatchGetItem",
      "dynamodb:ConditionCheckItem",
      "dynamodb:PartiQLSelect",
      "dynamodb:DescribeTable",
      "dynamodb:UpdateTable",
      "dynamodb:UpdateTimeToLive",
      "dynamodb:DeleteTable",
      "dynamodb:PutResourcePolicy",
    ],
  ),
  ...byCode([own.connectionsIndex], ["dynamodb:Query"]),
  ...byCode([own.readConnection], ["execute-api:ManageConnections"]),
  ...byCode(
    [own.sendToConnection.replace("/live/", "/test/")],
    ["execute-api:ManageConnections", "execute-api:Invoke"],
  ),

  ...byCode([own.deadLetterQueue, own.internalDeadLetterQueue], RECEIVE),
  ...byCode([own.deadLetterQueue], ["sqs:ChangeMessageVisibility"]),
  ...byCode(
    [own.queue],
    [
      "sqs:CreateQueue",
      "sqs:DeleteQueue",
      "sqs:PurgeQueue",
      "sqs:SetQueueAttributes",
      "sqs:AddPermission",
      "sqs:GetQueueUrl",
      "sqs:TagQueue",
    ],
  ),
  ...byCode(["*"], ["sqs:ListQueues", "lambda:ListFunctions", "iam:ListRoles"]),

  ...byCode([own.logGroup], ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:FilterLogEvents"]),
  ...byCode([own.logStream], ["logs:GetLogEvents", "logs:DeleteLogStream"]),

  ...byCode(
    [own.function],
    [
      "lambda:InvokeFunction",
      "lambda:GetFunction",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
      "lambda:AddPermission",
      "lambda:DeleteFunction",
    ],
  ),
  ...byCode(
    [own.runtimeRole, own.backendRole, own.deployRole],
    ["iam:PassRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"],
  ),
  ...byCode([own.runtimeRole, own.schedulerRole, own.deployRole], ["sts:AssumeRole"]),
  ...byCode(["arn:aws:iam::111122223333:role/Administrator"], ["sts:AssumeRole", "iam:PassRole"]),
  ...byCode(["arn:aws:iam::444455556666:role/Partner"], ["sts:AssumeRole"]),

  ...byCode([own.networkInterface, own.subnet], ["ec2:CreateNetworkInterface"]),
  ...byCode([own.networkInterface], ["ec2:DeleteNetworkInterface", "ec2:AttachNetworkInterface"]),
  ...byCode(["*"], ["ec2:DescribeNetworkInterfaces", "ec2:DescribeInstances"]),

  ...byCode(["arn:aws:s3:::backups/shop.dump"], ["s3:GetObject", "s3:PutObject"]),
  ...byCode(["arn:aws:s3:::backups"], ["s3:ListBucket"]),
  ...byCode(
    ["arn:aws:dynamodb:eu-central-1:111122223333:table/orders"],
    ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"],
  ),
  ...byCode(
    ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:stripe-a1b2c3"],
    ["secretsmanager:GetSecretValue"],
  ),
  ...byCode(["arn:aws:ssm:eu-central-1:111122223333:parameter/shop"], ["ssm:GetParameter"]),
  ...byCode(["arn:aws:sns:eu-central-1:111122223333:alerts"], ["sns:Publish"]),
  ...byCode(
    ["arn:aws:kms:eu-central-1:111122223333:key/0b5f1f6e-7d4e-4e6e-9a53-9d5d3c1c2f11"],
    ["kms:Decrypt"],
  ),
  ...byCode(["arn:aws:ses:eu-central-1:111122223333:identity/example.com"], ["ses:SendEmail"]),
];

function byCode(resources: readonly string[], actions: readonly string[]): Request[] {
  return on(resources, actions, ofCode);
}

function on(
  resources: readonly string[],
  actions: readonly string[],
  context: Request["context"] = {},
): Request[] {
  return resources.flatMap((resource) => actions.map((action) => ({ action, resource, context })));
}
