import assert from "node:assert/strict";
import { createTestBackend, FUNCTION_ARN, type TestBackend } from "../test-backend.ts";

const PERMISSION = "aws:lambda/permission:Permission";

describe("stand-in for AWS: what hangs on a Lambda function", () => {
  let aws: TestBackend;
  const permit = (statementId: string, sourceArn: string, qualifier = "live") =>
    aws.create(PERMISSION, statementId, {
      statementId,
      action: "lambda:InvokeFunction",
      function: "shop",
      qualifier,
      principal: "apigateway.amazonaws.com",
      sourceArn,
    });
  const source = "arn:aws:execute-api:eu-central-1:123456789012:abc/*";

  beforeEach(async () => {
    aws = await createTestBackend();
    await aws.createFunction();
  });

  it("moves an alias to versions that exist, and to no other", async () => {
    const alias = await aws.createAlias();
    assert.deepEqual(alias.state, {
      id: `${FUNCTION_ARN}:live`,
      arn: `${FUNCTION_ARN}:live`,
      functionName: "shop",
      functionVersion: "1",
      invokeArn: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${FUNCTION_ARN}:live/invocations`,
      name: "live",
      region: "eu-central-1",
    });
    const inputs = { name: "live", functionName: "shop" };
    await assert.rejects(alias.update({ ...inputs, functionVersion: "2" }), {
      message: /ResourceNotFoundException: Function not found: .*:function:shop:2$/,
    });
    await assert.rejects(alias.update({ ...inputs, functionVersion: "live" }), {
      message: /^functionVersion: /,
    });
    await assert.rejects(aws.createAlias(), { code: "ResourceConflictException" });
  });

  it("gives permission on what exists, once each", async () => {
    await assert.rejects(permit("api", source), { code: "ResourceNotFoundException" });
    await aws.createAlias();
    aws.calls();
    const permission = await permit("api", source);
    assert.deepEqual(permission.state, {
      id: "api",
      action: "lambda:InvokeFunction",
      function: "shop",
      principal: "apigateway.amazonaws.com",
      qualifier: "live",
      region: "eu-central-1",
      sourceArn: source,
      statementId: "api",
      statementIdPrefix: "",
    });
    assert.deepEqual(aws.store.journal()[0], {
      action: "lambda:AddPermission",
      resource: `${FUNCTION_ARN}:live`,
      conditions: { "lambda:Principal": "apigateway.amazonaws.com" },
      for: `${PERMISSION} api`,
    });
    await assert.rejects(permit("api", source), { code: "ResourceConflictException" });
    await permission.delete();
    await permit("api", source);
  });

  it("holds a function's policy to 20,480 bytes", async () => {
    await aws.createAlias();
    const long = `arn:aws:execute-api:eu-central-1:123456789012:abc/${"x".repeat(4000)}`;
    for (const id of ["a", "b", "c", "d"]) await permit(id, long);
    await assert.rejects(permit("e", long), { code: "PolicyLengthExceededException" });
  });

  it("lets a function loop only as long as its recursion config is there", async () => {
    const type = "aws:lambda/functionRecursionConfig:FunctionRecursionConfig";
    const inputs = { functionName: "shop", recursiveLoop: "Allow" };
    const config = await aws.create(type, "loop", inputs);
    assert.equal(aws.store.list("function")[0]?.recursiveLoop, "Allow");
    await config.delete();
    assert.equal(aws.store.list("function")[0]?.recursiveLoop, "Terminate");
    await assert.rejects(aws.create(type, "loop", { ...inputs, recursiveLoop: "Yes" }), {
      message: 'recursiveLoop: expected one of ["Allow","Terminate"], got "Yes"',
    });
  });
});
