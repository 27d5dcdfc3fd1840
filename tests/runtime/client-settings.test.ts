import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClientSettings } from "../../runtime/client-settings.ts";
import type { RuntimeEnvironment } from "../../runtime/environment.ts";
import { openAws } from "../../runtime/socket/aws.ts";
import { NO_SOCKET } from "../support/environment.ts";
import { discoverSources, PROJECT, type SourceFile } from "../support/source-file.ts";
import { withEnvironment } from "../support/with-environment.ts";

const ENVIRONMENT: RuntimeEnvironment = {
  ...NO_SOCKET,
  region: "eu-central-1",
  queueUrlPrefix: "http://127.0.0.1:1/",
  deadLetterUrlPrefix: "",
  connectionsUrl: "http://127.0.0.1:1",
  dynamodbUrl: "http://127.0.0.1:1",
  credentials: { accessKeyId: "ASIARUNTIME", secretAccessKey: "s" },
  provisioned: false,
};
const OF_THE_BACKEND = {
  AWS_ACCESS_KEY_ID: "AKIABACKEND",
  AWS_SECRET_ACCESS_KEY: "b",
  AWS_PROFILE: "backend",
  AWS_REGION: "us-east-1",
};

describe("createClientSettings()", () => {
  it("makes no client without keys, which would take those of the backend", () => {
    assert.throws(
      () => createClientSettings({ ...ENVIRONMENT, credentials: undefined }, "connections"),
      {
        message: "Cannot reach connections: the runtime has no credentials",
      },
    );
  });

  it("is what every AWS client is made with", () => {
    const made = [...discoverSources("runtime"), ...discoverSources("dev")].flatMap(findClients);
    assert.deepEqual(made, [
      "runtime/socket/aws.ts: new ApiGatewayManagementApiClient({ ...settings,",
      "runtime/socket/aws.ts: new DynamoDBClient({ ...settings,",
    ]);
  });

  it("has the clients use the runtime's keys and region, whatever the backend's are", async () => {
    await withEnvironment(OF_THE_BACKEND, async () => {
      const { api, dynamodb } = await openAws(
        () => import("../../runtime/socket/clients.ts"),
        ENVIRONMENT,
      );
      for (const { config } of [api, dynamodb]) {
        const { accessKeyId, secretAccessKey } = await config.credentials();
        assert.deepEqual([accessKeyId, secretAccessKey], ["ASIARUNTIME", "s"]);
        assert.equal(await config.region(), "eu-central-1");
      }
    });
  });
});

/** Each `new …Client(` of AWS's, with the beginning of what it is given. */
function findClients({ path, imports }: SourceFile): string[] {
  const text = readFileSync(join(PROJECT, path), "utf8");
  const made = [...text.matchAll(/new (?:\w+\.)?\w+Client\(\s*(?:\{\s*[^,]*,?)?/g)];
  if (made.length > 0) assert.ok(imports.includes("runtime/client-settings.ts"), path);
  return made.map(([beginning]) => `${path}: ${beginning.replaceAll(/\s+/g, " ")}`);
}
