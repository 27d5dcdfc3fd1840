import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkArgs } from "../../provider/check-args.ts";
import { checkPermissionsArgs } from "../../provider/check-permissions-args.ts";

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
});

describe("checkArgs", () => {
  it("takes the folder alone, and everything there is", () => {
    assert.deepEqual(checkArgs({ source: "backend" }), []);
    const all = {
      source: "backend",
      memorySize: 2048,
      architecture: "x86_64",
      runtime: "nodejs22.x",
      environment: { DB_URL: "db", AWS_ACCESS_KEY_ID: "AKIA", EMPTY: "" },
      reservedConcurrency: 50,
      provisionedConcurrency: 2,
      logRetentionDays: 7,
      throttle: { rateLimit: 0.5 + 1, burstLimit: 1 },
      vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
      backendPolicy: POLICY,
      permissionsBoundary: "arn:aws:iam::1:policy/boundary",
      protectData: true,
      tags: { team: "shop" },
      appName: "shop-production-1b2c3d4e",
    };
    assert.deepEqual(checkArgs(all), []);
    const roles = {
      runtimeRoleArn: "arn:aws:iam::1:role/r",
      schedulerRoleArn: "arn:aws:iam::1:role/s",
      backendRoleArn: "arn:aws:iam::1:role/b",
    };
    assert.deepEqual(checkArgs({ source: "backend", permissions: roles }), []);
  });

  it("takes null for what is left out, as other languages send it", () => {
    assert.deepEqual(checkArgs({ source: "backend", memorySize: null, vpc: null, tags: null }), []);
  });

  it("takes outputs where they decide nothing of what there is", () => {
    const later = pulumi.output("later");
    const args = {
      source: "backend",
      environment: { DB_URL: later },
      vpc: { subnetIds: pulumi.output(["subnet-1"]), securityGroupIds: [later] },
      backendPolicy: later,
      permissionsBoundary: later,
      tags: pulumi.output({}),
    };
    assert.deepEqual(checkArgs(args), []);
    assert.deepEqual(messages(checkArgs({ source: later, memorySize: later, throttle: later })), [
      "source is the output of a resource, must be known before there are any",
      "memorySize is the output of a resource, must be known before there are any",
      "throttle is the output of a resource, must be known before there are any",
    ]);
  });

  it("reports all problems together, with the value and those allowed", () => {
    const args = {
      source: "",
      memorySize: 64,
      architecture: "arm",
      runtime: "nodejs20.x",
      environment: { NODE_OPTIONS: "--inspect", A: "a", OK: 1 },
      logRetentionDays: 31,
      throttle: { rateLimit: 0, burstLimit: 1.5 },
      vpc: { subnetIds: [], securityGroupId: ["sg-1"] },
      backendPolicy: POLICY.replace("2012", "2008"),
      permissionsBoundary: "boundary",
      protectData: "yes",
      tags: ["shop"],
      appName: "shop",
      memorysize: 1,
      colour: "red",
    };
    assert.deepEqual(messages(checkArgs(args)), [
      'source is "" (a string), must be a text',
      "memorySize is 64 MB, must be a whole number, 128 to 10,240 MB",
      'architecture is "arm" (a string), must be "arm64" or "x86_64"',
      'runtime is "nodejs20.x" (a string), must be "nodejs24.x" or "nodejs22.x"',
      'environment.NODE_OPTIONS is refused: "NODE_OPTIONS" cannot be set: it could run code before queuerun has put its credentials away. Remove it',
      'environment.A is refused: "A" cannot be the name of a variable in Lambda. Begin with a letter, go on with letters, digits and "_", two characters at least',
      "environment.OK is 1 (a number), must be a text",
      "logRetentionDays is 31 (a number), must be 1 or 3 or 5 or 7 or 14 or 30 or 60 or 90 or 120 or 150 or 180 or 365 or 400 or 545 or 731 or 1096 or 1827 or 2192 or 2557 or 2922 or 3288 or 3653",
      'throttle.rateLimit is 0 (a number), must be a number, 1 or more. To pause the backend: "pulumi config set queuerun:reserved 0"',
      "throttle.burstLimit is 1.5 (a number), must be a whole number, 1 or more",
      "vpc.subnetIds is empty, must have the ID of a subnet",
      "vpc.securityGroupIds is missing, must be an array",
      "vpc.securityGroupId is not known",
      'backendPolicy is refused: Version is "2008-10-17" (a string), must be "2012-10-17"',
      'permissionsBoundary is "boundary" (a string), must be an ARN',
      'protectData is "yes" (a string), must be true or false',
      "tags is an array, must be an object",
      'appName is "shop" (a string), must be as queuerun makes them, such as "shop-production-1b2c3d4e"',
      'memorysize is not known. Did you mean "memorySize"?',
      "colour is not known. Arguments: source, memorySize, architecture, runtime, environment, reservedConcurrency, provisionedConcurrency, logRetentionDays, throttle, vpc, backendPolicy, permissions, permissionsBoundary, protectData, tags, appName",
    ]);
  });

  it("gives each problem the path of its argument", () => {
    const args = { source: "backend", throttle: { rateLimit: -1 }, environment: { A: "a" } };
    assert.deepEqual(
      checkArgs(args).map(({ path }) => path),
      ["environment.A", "throttle.rateLimit"],
    );
  });

  it("refuses to grant to roles that are made elsewhere", () => {
    const args = {
      source: "backend",
      permissions: { runtimeRoleArn: "arn:aws:iam::1:role/r" },
      backendPolicy: POLICY,
      permissionsBoundary: "arn:aws:iam::1:policy/boundary",
    };
    assert.deepEqual(messages(checkArgs(args)), [
      "backendPolicy is for roles made here, but permissions has roles made elsewhere: give it there",
      "permissionsBoundary is for roles made here, but permissions has roles made elsewhere: give it there",
    ]);
  });
});

describe("checkPermissionsArgs", () => {
  it("takes a folder or features, and everything there is", () => {
    assert.deepEqual(checkPermissionsArgs({ source: "backend" }), []);
    const all = {
      features: ["http", "queues"],
      project: "shop",
      stack: "production",
      backend: "api",
      appName: "shop-production-1b2c3d4e",
      vpc: true,
      apiIds: ["abcdefghij", pulumi.output("klmnopqrst")],
      backendPolicy: POLICY,
      github: { repository: "acme/shop", environment: "production" },
      permissionsBoundary: "arn:aws:iam::1:policy/boundary",
      tags: { team: "shop" },
    };
    assert.deepEqual(checkPermissionsArgs(all), []);
  });

  it("reports all problems together", () => {
    const args = {
      features: ["sockets"],
      vpc: "yes",
      apiIds: "abcdefghij",
      github: { repository: "shop" },
      permissionBoundary: "arn:aws:iam::1:policy/boundary",
      source: "backend",
    };
    assert.deepEqual(messages(checkPermissionsArgs(args)), [
      'features[0] is "sockets" (a string), must be "http" or "queues" or "socket" or "schedules"',
      'vpc is "yes" (a string), must be true or false',
      'apiIds is "abcdefghij" (a string), must be an array',
      'github is refused: "repository" is "shop", must be "owner/repository"',
      'github is refused: Exactly one of "environment" and "branch" must be there',
      'permissionBoundary is not known. Did you mean "permissionsBoundary"?',
      "source or features must say what the backend has, one of the two",
    ]);
    assert.deepEqual(messages(checkPermissionsArgs({})), [
      "source or features must say what the backend has, one of the two",
    ]);
  });
});

function messages(problems: readonly { readonly message: string }[]): string[] {
  return problems.map(({ message }) => message);
}
