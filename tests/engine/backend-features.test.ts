import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import {
  BACKEND_FILES,
  createTypeScriptProgram,
  FULL_BACKEND_FILES,
  listOperations,
} from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

const APP = "shop-dev-api-d884e789";
const SOCKET = "backend/socket/index.ts";
const SCHEDULE = "backend/schedules/cleanup.ts";

const WHERE = "eu-central-1:123456789012";
const API_2 = "arn:aws:apigateway:eu-central-1::/apis/API-2";
const TABLE = `arn:aws:dynamodb:${WHERE}:table/${APP}-connections`;
const CONNECTIONS = `arn:aws:execute-api:${WHERE}:WEBSOCKET-API/live`;
const FROM_FUNCTION = `lambda:SourceFunctionArn ArnLike arn:aws:lambda:${WHERE}:function:${APP}`;
const TABLE_ACTIONS = [
  "CreateTable, DescribeTable, UpdateTable, DeleteTable, DescribeTimeToLive, UpdateTimeToLive",
  "DescribeContinuousBackups, UpdateContinuousBackups, ListTagsOfResource, TagResource",
  "UntagResource",
]
  .join(", ")
  .replaceAll(/\w+/g, "dynamodb:$&");

/** What any change of the code does. */
const NEW_CODE = [
  "update lambda.Alias api: functionVersion",
  "update lambda.Function api: code, codeSha256",
];

describe("engine: a backend that comes to have a socket and schedules", function () {
  this.timeout(300_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    project = await engine.createProject({ ...BACKEND_FILES, ...createTypeScriptProgram() });
    stack = await project.createStack("dev");
    await stack.up();
  });
  after(() => engine?.remove());

  const up = async () => listOperations(await stack.up());
  const remove = (file: string) => rm(join(project.folder, file));
  const add = (file: string) => project.write({ [file]: FULL_BACKEND_FILES[file] ?? "" });
  const isCreation = (operation: string) => operation.startsWith("create ");
  const isPresent = (operation: string) => !NEW_CODE.includes(operation);

  it("adds a socket, and takes it away", async () => {
    const before = engine.aws.names();
    const variables = ["CONNECTIONS_TABLE", "CONNECTIONS_URL", "DYNAMODB_URL", "WEBSOCKET_URL"].map(
      (name) => `environment.variables.QUEUERUN_${name}`,
    );
    await add(SOCKET);
    const preview = await stack.preview();
    const operations = await up();
    // What is in policies and variables is not known before the API is there
    assert.deepEqual(listOperations(preview).filter(isCreation), operations.filter(isCreation));
    assert.deepEqual(preview.notes, [
      `Permissions that this update gives (+) and takes away (-):
deploy tier:
  + apigateway:GET, apigateway:POST, apigateway:PATCH, apigateway:DELETE on ${API_2}, ${API_2}/*
  + ${TABLE_ACTIONS} on ${TABLE}
runtime tier:
  + dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem, dynamodb:Query on ${TABLE} if ${FROM_FUNCTION}
  + execute-api:ManageConnections on ${CONNECTIONS}/POST/@connections/*, ${CONNECTIONS}/DELETE/@connections/* if ${FROM_FUNCTION}
The deploy tier does not include changing IAM: an administrator must run this update`,
    ]);
    assert.deepEqual(operations.filter(isPresent), [
      "create apigatewayv2.Api api-socket",
      "create apigatewayv2.Integration api-socket",
      "create apigatewayv2.Route api-socket-connect",
      "create apigatewayv2.Route api-socket-default",
      "create apigatewayv2.Route api-socket-disconnect",
      "create apigatewayv2.Stage api-socket",
      "create dynamodb.Table api-connections",
      "create lambda.EventSourceMapping api-_internal",
      "create lambda.Permission api-socket",
      "create sqs.Queue api-d-_internal",
      "create sqs.Queue api-q-_internal",
      'update iam.Policy api-deploy: policy, tags["queuerun:needs"]',
      "update iam.RolePolicy api-runtime: policy",
      `update lambda.Function api: ${["code", "codeSha256", ...variables].join(", ")}`,
    ]);
    assert.deepEqual(await up(), []);
    await remove(SOCKET);
    await stack.up();
    assert.deepEqual(engine.aws.names(), before);
  });

  it("adds a schedule, changes it, and takes it away", async () => {
    const before = engine.aws.names();
    engine.aws.advance(60);
    await add(SCHEDULE);
    assert.deepEqual((await up()).filter(isPresent), [
      "create iam.Role api-scheduler",
      "create iam.RolePolicy api-scheduler",
      "create lambda.EventSourceMapping api-_internal",
      "create scheduler.Schedule api-cleanup",
      "create scheduler.ScheduleGroup api",
      "create sqs.Queue api-d-_internal",
      "create sqs.Queue api-q-_internal",
      'update iam.Policy api-deploy: policy, tags["queuerun:needs"]',
    ]);
    assert.deepEqual(await up(), []);
    await project.write({
      [SCHEDULE]: `export const schedule = "every monday at 9:30";
export const timezone = "Asia/Tokyo";
export default async () => {};
`,
      "backend/schedules/report.ts": FULL_BACKEND_FILES[SCHEDULE] ?? "",
    });
    assert.deepEqual((await up()).filter(isPresent), [
      "create scheduler.Schedule api-report",
      "update scheduler.Schedule api-cleanup: scheduleExpression, scheduleExpressionTimezone",
    ]);
    assert.deepEqual(
      engine.aws
        .list("schedule")
        .map(({ arn, scheduleExpression, scheduleExpressionTimezone }) => [
          arn.split("/").slice(-2).join("/"),
          scheduleExpression,
          scheduleExpressionTimezone,
        ]),
      [
        [`${APP}/cleanup`, "cron(30 9 ? * 2 *)", "Asia/Tokyo"],
        [`${APP}/report`, "cron(15 4 * * ? *)", "UTC"],
      ],
    );
    await remove(SCHEDULE);
    await remove("backend/schedules/report.ts");
    await stack.up();
    assert.deepEqual(engine.aws.names(), before);
  });

  it("does not delete a table whose data is protected", async () => {
    engine.aws.advance(60);
    await project.write(createTypeScriptProgram("protectData: true"));
    await add(SOCKET);
    await stack.up();
    await remove(SOCKET);
    const { errors } = await stack.fail("preview");
    assert.match(errors.join("\n"), /api-connections" cannot be deleted\nbecause it is protected/);
    await add(SOCKET);
    await project.write(createTypeScriptProgram());
    await stack.up();
  });

  it("refuses to replace the table, as it refuses to replace queues", async () => {
    const [table] = engine.aws.list("table");
    await stack.run("stack", "rename", "prod", "--stack", "dev");
    const renamed = project.openStack("prod");
    const { errors } = await renamed.fail("preview");
    assert.match(
      errors.join("\n"),
      /To keep it, give the Backend appName: "shop-dev-api-d884e789"/,
    );
    await project.write(createTypeScriptProgram(`appName: "${APP}"`));
    assert.deepEqual(listOperations(await renamed.up()), []);
    assert.deepEqual(engine.aws.list("table"), [table]);
    await renamed.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});
