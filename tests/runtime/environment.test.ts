import assert from "node:assert/strict";
import { packVariables } from "../../manifest/environment.ts";
import { takeEnvironment } from "../../runtime/environment.ts";
import { NO_SOCKET } from "../support/environment.ts";

const KEYS = {
  AWS_ACCESS_KEY_ID: "ASIARUNTIME",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_SESSION_TOKEN: "t",
};
const LAMBDA = { AWS_REGION: "eu-central-1", AWS_DEFAULT_REGION: "eu-central-1", TZ: ":UTC" };

describe("takeEnvironment()", () => {
  it("takes the runtime's keys and queuerun's variables out of the environment", () => {
    const prefix = "https://sqs.eu-central-1.amazonaws.com/1/app-q-";
    const env = { ...KEYS, ...LAMBDA, QUEUERUN_QUEUE_URL_PREFIX: prefix, DB_URL: "db" };
    const taken = takeEnvironment(env);
    assert.deepEqual(taken, {
      region: "eu-central-1",
      queueUrlPrefix: prefix,
      deadLetterUrlPrefix: "",
      ...NO_SOCKET,
      credentials: { accessKeyId: "ASIARUNTIME", secretAccessKey: "s", sessionToken: "t" },
      provisioned: false,
    });
    assert.deepEqual(env, { ...LAMBDA, DB_URL: "db" });
  });

  it("gives the user's own keys and region their names, and keeps the runtime's for itself", () => {
    const own = {
      AWS_ACCESS_KEY_ID: "AKIAUSER",
      AWS_SECRET_ACCESS_KEY: "u",
      AWS_SESSION_TOKEN: "v",
      AWS_PROFILE: "p",
      AWS_SHARED_CREDENTIALS_FILE: "/f",
      AWS_REGION: "us-east-1",
      DB_URL: "db",
    };
    const env = { ...LAMBDA, ...packVariables(own), ...KEYS };
    const { region, credentials } = takeEnvironment(env);
    assert.deepEqual(
      { region, key: credentials?.accessKeyId },
      { region: "eu-central-1", key: "ASIARUNTIME" },
    );
    assert.deepEqual(env, { ...LAMBDA, ...own });
  });
});

describe("packVariables()", () => {
  it("renames AWS's variables, and nothing else", () => {
    assert.deepEqual(packVariables({ AWS_SECRET_ACCESS_KEY: "u", AWS_PROFILE: "p", A_1: "" }), {
      QUEUERUN_USER_AWS_SECRET_ACCESS_KEY: "u",
      QUEUERUN_USER_AWS_PROFILE: "p",
      A_1: "",
    });
  });
});
