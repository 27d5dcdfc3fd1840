import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildBackend, type DeploymentPackage } from "../../../build/build.ts";
import type { BackendPolicy } from "../../../permissions/backend-policy.ts";
import { useCloud } from "../../support/dev-cloud.ts";
import { PROJECT } from "../../support/source-file.ts";

const BACKEND = join(PROJECT, "tests/fixtures/role-backend");
const POLICY: BackendPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::pictures/*" }],
};
const ARN = "arn:aws:sts::000000000000:assumed-role/local-backend/local";
const STS_CLIENT = createRequire(import.meta.url).resolve("@aws-sdk/client-sts");

describe("the role of a backend's own code, in the local cloud", function () {
  this.timeout(60_000);
  const start = useCloud();
  let made: DeploymentPackage;
  before(async () => {
    made = await buildBackend(BACKEND);
  });

  const startWithRole = () =>
    start(made, { backendPolicy: POLICY, environment: async () => ({ STS_CLIENT }) });

  it("is what AWS's SDK finds by itself, in one session for all clients", async () => {
    const { cloud } = await startWithRole();
    const response = await fetch(`${cloud.url}/here`);
    assert.deepEqual(await response.json(), [ARN, ARN]);
    const assumed = cloud.usage.uses.filter(({ action }) => action === "sts:AssumeRole");
    assert.deepEqual(
      assumed.map(({ tier, resource, count }) => ({ tier, resource, count })),
      [{ tier: "runtime", resource: "arn:aws:iam::000000000000:role/local-backend", count: 1 }],
    );
  });

  it("serves a child process that the handler waits for, and a worker thread", async () => {
    const { cloud } = await startWithRole();
    const answers = await Promise.all(
      ["/child", "/thread"].map(async (path) => (await fetch(cloud.url + path)).text()),
    );
    assert.deepEqual(answers, [ARN, ARN]);
  });

  it("does what the policy allows as far as the local cloud has it, and is refused the rest in AWS's words", async () => {
    const { cloud } = await startWithRole();
    const response = await fetch(`${cloud.url}/s3`);
    assert.deepEqual(await response.json(), [
      "NotInLocalCloud: The local cloud has no s3: s3:GetObject on arn:aws:s3:::pictures/a b.png, which the backend policy allows, was not sent to AWS",
      `AccessDenied: User: ${ARN} is not authorized to perform: s3:DeleteObject on resource: arn:aws:s3:::pictures/a b.png because no identity-based policy allows the s3:DeleteObject action`,
    ]);
  });

  it("is not the runtime's, which goes on with its own keys and endpoints", async () => {
    const { cloud } = await startWithRole();
    const response = await fetch(`${cloud.url}/sqs`);
    assert.equal(
      await response.text(),
      `AccessDenied: User: ${ARN} is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:000000000000:local-q-work because no identity-based policy allows the sqs:sendmessage action`,
    );
    await cloud.drained();
  });

  it("is not there without a policy", async () => {
    const { cloud } = await start(made, { environment: async () => ({ STS_CLIENT }) });
    const response = await fetch(`${cloud.url}/child`);
    assert.equal(
      await response.text(),
      "CredentialsProviderError: Could not load credentials from any providers",
    );
  });
});
