import assert from "node:assert/strict";
import { zipSync } from "fflate";
import { createArchive } from "../test-account.ts";
import {
  createTestBackend,
  FUNCTION_ARN,
  FUNCTION_INPUTS,
  type TestBackend,
} from "../test-backend.ts";
import type { Values } from "../wire.ts";

describe("stand-in for AWS: Lambda functions", () => {
  let aws: TestBackend;
  beforeEach(async () => {
    aws = await createTestBackend();
  });

  it("tells what the real plugin tells, with the calls it makes", async () => {
    const { state } = await aws.createFunction({
      reservedConcurrentExecutions: 5,
      memorySize: 256,
    });
    const { code, codeSha256, lastModified, sourceCodeSize, ...rest } = state;
    assert.deepEqual(code, FUNCTION_INPUTS.code);
    assert.match(String(codeSha256), /^[\w+/]{43}=$/);
    assert.ok(Date.parse(String(lastModified)) > 0);
    assert.ok(Number(sourceCodeSize) > 100);
    const gateway = "arn:aws:apigateway:eu-central-1:lambda:path";
    assert.deepEqual(rest, {
      id: "shop",
      architectures: ["x86_64"],
      arn: FUNCTION_ARN,
      ephemeralStorage: { size: 512 },
      handler: "index.handler",
      invokeArn: `${gateway}/2015-03-31/functions/${FUNCTION_ARN}/invocations`,
      loggingConfig: { logFormat: "Text", logGroup: "/aws/lambda/shop" },
      memorySize: 256,
      name: "shop",
      packageType: "Zip",
      publish: true,
      qualifiedArn: `${FUNCTION_ARN}:1`,
      qualifiedInvokeArn: `${gateway}/2015-03-31/functions/${FUNCTION_ARN}:1/invocations`,
      region: "eu-central-1",
      reservedConcurrentExecutions: 5,
      responseStreamingInvokeArn: `${gateway}/2021-11-15/functions/${FUNCTION_ARN}/response-streaming-invocations`,
      role: "arn:aws:iam::123456789012:role/shop",
      runtime: "nodejs24.x",
      signingJobArn: "",
      signingProfileVersionArn: "",
      skipDestroy: false,
      sourceCodeHash: "",
      tags: {},
      tagsAll: {},
      timeout: 3,
      tracingConfig: { mode: "PassThrough" },
      version: "1",
    });
    assert.deepEqual(aws.calls(), [
      "iam:PassRole",
      "lambda:CreateFunction",
      "lambda:GetFunction",
      "lambda:PutFunctionConcurrency",
      "lambda:GetFunction",
      "lambda:ListVersionsByFunction",
      "lambda:GetFunctionCodeSigningConfig",
    ]);
  });

  it("updates configuration, code and concurrency, then publishes", async () => {
    const created = await aws.createFunction();
    aws.calls();
    const code = createArchive("export const handler = async () => 2;");
    const changed = { ...FUNCTION_INPUTS, code, timeout: 9, reservedConcurrentExecutions: 0 };
    assert.deepEqual(await created.update(changed), [
      "code",
      "reservedConcurrentExecutions",
      "timeout",
    ]);
    assert.deepEqual(
      aws.calls().filter((call) => !/Get|List/.test(call)),
      [
        "lambda:UpdateFunctionConfiguration",
        "lambda:UpdateFunctionCode",
        "lambda:PutFunctionConcurrency",
        "lambda:PublishVersion",
      ],
    );
    assert.equal(created.state.version, "2");
  });

  it("publishes nothing when only concurrency changes", async () => {
    const created = await aws.createFunction();
    aws.calls();
    await created.update({ ...FUNCTION_INPUTS, reservedConcurrentExecutions: 7 });
    await created.update(FUNCTION_INPUTS);
    assert.deepEqual(
      aws.calls().filter((call) => !/Get|List/.test(call)),
      ["lambda:PutFunctionConcurrency", "lambda:DeleteFunctionConcurrency"],
    );
    assert.equal(created.state.version, "1");
    assert.equal(created.state.reservedConcurrentExecutions, -1);
  });

  it("keeps what AWS chose, and clears what the program takes out", async () => {
    const created = await aws.createFunction({
      environment: { variables: { MODE: "a", OLD: "b" } },
      loggingConfig: { logFormat: "JSON" },
      description: "d",
    });
    assert.deepEqual(
      await created.update({
        ...FUNCTION_INPUTS,
        environment: { variables: { MODE: "c" } },
        loggingConfig: { logFormat: "JSON" },
      }),
      ["description", "environment.variables.MODE", "environment.variables.OLD"],
    );
    assert.deepEqual(created.state.environment, { variables: { MODE: "c" } });
    assert.deepEqual(created.state.loggingConfig, {
      logFormat: "JSON",
      logGroup: "/aws/lambda/shop",
    });
    assert.equal(created.state.description, undefined);
    assert.deepEqual(await created.update(FUNCTION_INPUTS), ["environment"]);
    assert.equal(created.state.environment, undefined);
  });

  it("refuses what the real plugin finds wrong before it calls AWS", async () => {
    const cases: [Values, string][] = [
      [{ timeout: 901 }, "timeout: expected an integer in the range (1 - 900), got 901"],
      [{ memorySize: 64 }, "memorySize: expected an integer in the range (128 - 10240), got 64"],
      [
        { role: "shop" },
        'role: expected a text that matches /^arn:[\\w-]+:[\\w-]+:[\\w-]*:(\\d{12}|aws)?:.+$/, got "shop"',
      ],
      [
        { runtime: "nodejs20.x" },
        'runtime: expected one of ["nodejs22.x","nodejs24.x"], got "nodejs20.x"',
      ],
      [{ name: "a.b" }, 'name: expected a text that matches /^[\\w-]{1,64}$/, got "a.b"'],
      [{ handler: "" }, 'handler: expected a text that matches /^\\S{1,128}$/, got ""'],
      [
        { environment: { variables: { A: 1 } } },
        "environment.variables.A: expected string, got number",
      ],
      [{ environment: { values: {} } }, "environment.values: unknown property 'values'"],
      [{ code: "code.zip" }, "code: expected archive, got string"],
    ];
    for (const [inputs, message] of cases)
      await assert.rejects(aws.createFunction(inputs), { message });
    assert.deepEqual(aws.calls(), []);
  });

  it("refuses roles that do not exist or do not trust Lambda", async () => {
    const refused = {
      message:
        "creating Lambda Function (shop): operation error Lambda: CreateFunction, https response " +
        "error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, " +
        "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
    };
    const role = "arn:aws:iam::123456789012:role/none";
    await assert.rejects(aws.createFunction({ role }), refused);
    await aws.create("aws:iam/role:Role", "none", {
      name: "none",
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
    });
    await assert.rejects(aws.createFunction({ role }), refused);
  });

  it("refuses reserved, ill-named and too many environment variables", async () => {
    const create = (variables: Record<string, string>) =>
      aws.createFunction({ environment: { variables } });
    for (const name of ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_LAMBDA_X", "_HANDLER"])
      await assert.rejects(create({ [name]: "x" }), {
        message: new RegExp(`Reserved keys used in this request: ${name}$`),
      });
    await assert.rejects(create({ "A-B": "x" }), { code: "InvalidParameterValueException" });
    await assert.rejects(create({ BIG: "x".repeat(4094) }), {
      message: /exceeded the 4KB limit\. String measured: .* \(4097\)$/,
    });
    await create({ BIG: "x".repeat(4093) });
  });

  it("refuses packages without the handler's file, and a wrapper that cannot run", async () => {
    const wrapper = { environment: { variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/run" } } };
    const zip = (mode: number) =>
      createArchive(
        zipSync({
          "index.mjs": Buffer.from(""),
          run: [Buffer.from("#!/bin/sh"), { os: 3, attrs: ((0o100000 | mode) << 16) >>> 0 }],
        }),
      );
    await assert.rejects(aws.createFunction({ handler: "main.handler" }), {
      message:
        'creating Lambda Function (shop): The deployment package has no main.mjs, main.js, main.cjs for handler "main.handler"',
    });
    await assert.rejects(aws.createFunction(wrapper), { message: /has no \/var\/task\/run$/ });
    await assert.rejects(aws.createFunction({ ...wrapper, code: zip(0o644) }), {
      message: /\/var\/task\/run is not executable$/,
    });
    await assert.rejects(aws.createFunction({ code: createArchive(Buffer.from("no zip")) }), {
      message: "Cannot read deployment package: it is no zip file",
    });
    await aws.createFunction({ ...wrapper, code: zip(0o755) });
  });

  it("leaves code unpublished when publishing fails, and never finds out", async () => {
    const created = await aws.createFunction();
    const code = createArchive("export const handler = async () => 2;");
    aws.store.addInjection({ action: "lambda:PublishVersion", nth: 1, effect: "fail" });
    await assert.rejects(created.update({ ...FUNCTION_INPUTS, code }), {
      name: "InitializationError",
      message:
        "publishing Lambda Function (shop) version: operation error Lambda: PublishVersion, https " +
        "response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, " +
        "ServiceException: Injected by a test",
      state: { ...created.state, code },
    });
  });

  it("keeps the old code in the state when the configuration is refused", async () => {
    const created = await aws.createFunction();
    const code = createArchive("export const handler = async () => 2;");
    const environment = { variables: { AWS_REGION: "x" } };
    await assert.rejects(created.update({ ...FUNCTION_INPUTS, code, environment }), {
      name: "InitializationError",
      state: { ...created.state, environment },
    });
  });

  it("makes no version of what is the same as the last", async () => {
    const created = await aws.createFunction({ publish: false });
    assert.equal(created.state.version, "$LATEST");
    await created.update(FUNCTION_INPUTS);
    assert.equal(created.state.version, "1");
    await created.update({ ...FUNCTION_INPUTS, publish: false });
    await created.update(FUNCTION_INPUTS);
    assert.equal(created.state.version, "1");
  });
});
