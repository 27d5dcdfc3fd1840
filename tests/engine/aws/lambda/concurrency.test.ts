import assert from "node:assert/strict";
import { createTestBackend, FUNCTION_INPUTS, type TestBackend } from "../test-backend.ts";

const GET_FUNCTION = "aws:lambda/getFunction:getFunction";
const REFUSED = { code: "InvalidParameterValueException" };

describe("stand-in for AWS: Lambda concurrency", () => {
  let aws: TestBackend;
  beforeEach(async () => {
    aws = await createTestBackend();
  });

  it("leaves the account its minimum of unreserved concurrency", async () => {
    await assert.rejects(aws.createFunction({ reservedConcurrentExecutions: 901 }), {
      name: "InitializationError",
      message:
        "setting Lambda Function (shop) concurrency: operation error Lambda: PutFunctionConcurrency, " +
        "https response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, " +
        "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function " +
        "decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    await aws.createFunction({ name: "other", reservedConcurrentExecutions: 900 });
    await assert.rejects(aws.createFunction({ name: "third", reservedConcurrentExecutions: 1 }));
  });

  it("has the quota of a new account when it is set so", async () => {
    aws.store.set({ concurrency: 10, minimumUnreserved: 10 });
    await assert.rejects(aws.createFunction({ reservedConcurrentExecutions: 1 }), {
      message: /below its minimum value of \[10\]\.$/,
    });
    await aws.createFunction({ name: "paused", reservedConcurrentExecutions: 0 });
  });

  it("provisions no more than is reserved, and reserves no less than is provisioned", async () => {
    const created = await aws.createFunction({ reservedConcurrentExecutions: 5 });
    await aws.createAlias();
    await assert.rejects(aws.provision(6), {
      ...REFUSED,
      message: /should not be greater than the reservedConcurrentExecution for function$/,
    });
    const warm = await aws.provision(4);
    await assert.rejects(created.update({ ...FUNCTION_INPUTS, reservedConcurrentExecutions: 3 }), {
      name: "InitializationError",
      message:
        /ReservedConcurrentExecutions {2}3 should not be lower than function's total provisioned concurrency \[4\]\.$/,
    });
    await warm.delete();
    assert.deepEqual(aws.store.list("function")[0]?.provisioned, {});
  });

  it("takes provisioned concurrency without a reservation from what is unreserved", async () => {
    await aws.createFunction();
    await aws.createAlias();
    await assert.rejects(aws.provision(901), {
      ...REFUSED,
      message: /minimum value of \[100\]\.$/,
    });
    const warm = await aws.provision(900);
    assert.equal(warm.id, "shop,live");
  });

  it("provisions only versions and aliases of versions", async () => {
    await aws.createFunction();
    await assert.rejects(aws.provision(1), {
      code: "ResourceNotFoundException",
      message: /ResourceNotFoundException: Function not found: .*:function:shop:live$/,
    });
    await aws.createAlias("$LATEST");
    await assert.rejects(aws.provision(1), {
      ...REFUSED,
      message: /cannot be applied to unpublished function versions\.$/,
    });
  });

  it("tells what is reserved of a function's versions, for a call more", async () => {
    const read = async (qualifier?: string) => {
      const args = { functionName: "shop", ...(qualifier ? { qualifier } : {}) };
      return (await aws.invoke(GET_FUNCTION, args)).reservedConcurrentExecutions;
    };
    await aws.createFunction({ reservedConcurrentExecutions: 5 });
    aws.calls();
    assert.equal(await read("$LATEST"), -1);
    assert.deepEqual(aws.calls(), ["lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig"]);
    assert.equal(await read(), 5);
    assert.deepEqual(aws.calls(), [
      "lambda:ListVersionsByFunction",
      "lambda:GetFunction",
      "lambda:GetFunctionConcurrency",
      "lambda:GetFunctionCodeSigningConfig",
    ]);
  });

  it("lets go of provisioned concurrency with its alias", async () => {
    await aws.createFunction();
    const alias = await aws.createAlias();
    const warm = await aws.provision(2);
    await alias.delete();
    await warm.delete();
    assert.deepEqual(aws.store.list("function")[0]?.provisioned, {});
  });
});
