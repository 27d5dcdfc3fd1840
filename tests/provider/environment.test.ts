import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type MockOptions, mockDeployment } from "./mock-deployment.ts";

const ROUTE = { "api/index.ts": "export const get = () => 1;" };
const OWN = {
  AWS_LAMBDA_EXEC_WRAPPER: "/var/task/queuerun-exec",
  QUEUERUN_URL: "https://api.execute-api.eu-central-1.amazonaws.com",
};

describe("the environment of a function", () => {
  it("is the file of the stack, or else the one of all stacks", async () => {
    const files = {
      ...ROUTE,
      ".env": "WHERE=laptop",
      ".env.production": "WHERE=production",
      ".env.staging": "WHERE=staging",
    };
    assert.deepEqual(await variables(files, { stack: "staging" }), { ...OWN, WHERE: "staging" });
    assert.deepEqual(await variables(files, { stack: "eu" }), { ...OWN, WHERE: "production" });
    assert.deepEqual(await variables({ ...ROUTE, ".env": "WHERE=laptop" }), OWN);
  });

  it("has the program's variables over those of the file", async () => {
    const files = { ...ROUTE, ".env.production": "A_1=file\nB_1=file" };
    const environment = { B_1: "program", C_1: pulumi.output("later") };
    const expected = { ...OWN, A_1: "file", B_1: "program", C_1: "later" };
    assert.deepEqual(await variables(files, { args: { environment } }), expected);
    const later = pulumi.output(environment);
    assert.deepEqual(await variables(files, { args: { environment: later } }), expected);
  });

  it("renames what Lambda keeps for itself, and what the exec wrapper takes away", async () => {
    const files = {
      ...ROUTE,
      ".env.production": "AWS_ACCESS_KEY_ID=AKIAFILE\nAWS_REGION=us-east-1\nAWS_PROFILE=shop",
    };
    const environment = { AWS_ACCESS_KEY_ID: "AKIAPROGRAM" };
    assert.deepEqual(await variables(files, { args: { environment } }), {
      ...OWN,
      QUEUERUN_USER_AWS_ACCESS_KEY_ID: "AKIAPROGRAM",
      QUEUERUN_USER_AWS_REGION: "us-east-1",
      QUEUERUN_USER_AWS_PROFILE: "shop",
    });
  });

  it("hides the file's values in Pulumi's state", async () => {
    assert.equal(await isSecret({ ...ROUTE, ".env.production": "DB_URL=hush" }), true);
  });

  it("hides the program's AWS keys in Pulumi's state, also when the program does not say so", async () => {
    const keys = { AWS_ACCESS_KEY_ID: "AKIAPROGRAM", AWS_SECRET_ACCESS_KEY: "hush" };
    assert.equal(await isSecret(ROUTE, { args: { environment: keys } }), true);
    assert.equal(await isSecret(ROUTE, { args: { environment: pulumi.output(keys) } }), true);
    assert.equal(await isSecret(ROUTE, { args: { environment: { AWS_REGION: "x" } } }), false);
  });
});

/** Pulumi makes a whole object secret if one value is. */
async function isSecret(files: Readonly<Record<string, string>>, options: MockOptions = {}) {
  const resources = await mockDeployment(files, options);
  return pulumi.runtime.isRpcSecret(resources["lambda.Function api"]?.environment);
}

async function variables(files: Readonly<Record<string, string>>, options: MockOptions = {}) {
  const resources = await mockDeployment(files, options);
  const { environment } = resources["lambda.Function api"] ?? {};
  const plain = pulumi.runtime.isRpcSecret(environment)
    ? pulumi.runtime.unwrapRpcSecret(environment)
    : environment;
  return plain.variables;
}
