import assert from "node:assert/strict";
import type { Need } from "../../permissions/needs.ts";
import { createRuntimePolicy, createRuntimeTrust } from "../../permissions/runtime.ts";
import { evaluateTrust, findAllowed, findDenied } from "../support/iam.ts";
import { ALL_NEEDS, COMMON_NEEDS, createResources, OTHERS, SHOP } from "./apps.ts";
import { RUNTIME_DENIED, runtimeRequests } from "./runtime-cases.ts";

const own = createResources(SHOP);
const policy = createRuntimePolicy(SHOP, ALL_NEEDS);

describe("runtime tier", () => {
  it("may do what Lambda and the runtime do", async () => {
    assert.deepEqual(await findDenied([policy], runtimeRequests(own), SHOP), []);
  });

  it("may do nothing of it in another app", async () => {
    const ownRequests = new Set(runtimeRequests(own).map((request) => JSON.stringify(request)));
    const common = createRuntimePolicy(
      SHOP,
      new Set([...COMMON_NEEDS, "socket", "schedules", "backendRole"]),
      own.webSocketApiId,
    );
    for (const other of OTHERS) {
      const requests = runtimeRequests(createResources(other))
        // As its own code, too, so that what is denied is the resource.
        .flatMap((request) => [
          request,
          { ...request, context: { "lambda:SourceFunctionArn": own.function } },
        ])
        .filter((request) => !ownRequests.has(JSON.stringify(request)));
      assert.deepEqual(await findAllowed([common], requests, other), []);
    }
  });

  it("reaches the connections of another app as long as the ID of the API is not known", async () => {
    const [neighbour = SHOP] = OTHERS;
    const other = createResources(neighbour);
    const requests = runtimeRequests(other).map((request) => ({
      ...request,
      context: { "lambda:SourceFunctionArn": own.function },
    }));
    const common = createRuntimePolicy(SHOP, new Set([...COMMON_NEEDS, "socket", "backendRole"]));
    assert.deepEqual(await findAllowed([common], requests, neighbour), [
      `execute-api:ManageConnections on ${other.sendToConnection}`,
      `execute-api:ManageConnections on ${other.closeConnection}`,
    ]);
  });

  it("may do nothing else", async () => {
    assert.deepEqual(await findAllowed([policy], RUNTIME_DENIED, SHOP), []);
  });

  it("has no statement for what a backend does not need", () => {
    assert.deepEqual(sids([]), ["WriteLogs"]);
    assert.deepEqual(sids(["http"]), ["WriteLogs"]);
    assert.deepEqual(sids(["queues"]), ["WriteLogs", "ReceiveJobs", "RetryJobs", "SendJobs"]);
    assert.deepEqual(sids(["schedules"]), ["WriteLogs"]);
    assert.deepEqual(sids(["socket"]), ["WriteLogs", "Connections", "SendToConnections"]);
    assert.deepEqual(sids(["backendRole"]), ["WriteLogs", "AssumeBackendRole"]);
    assert.deepEqual(sids(["vpc"]), [
      "WriteLogs",
      "CreateNetworkInterface",
      "ChangeNetworkInterfaces",
      "ReadNetwork",
    ]);
  });

  it("reaches the queues of the app by their names", () => {
    assert.deepEqual(queuesOf(["queues"]), [
      own.queue.replace(/email$/, "*"),
      own.deadLetterQueue.replace(/email$/, "*"),
    ]);
  });

  it("is taken by Lambda only", async () => {
    const trust = createRuntimeTrust();
    assert.equal(await evaluateTrust(trust, "lambda.amazonaws.com"), "Allowed");
    assert.equal(await evaluateTrust(trust, "edgelambda.amazonaws.com"), "ImplicitlyDenied");
    assert.equal(await evaluateTrust(trust, "ec2.amazonaws.com"), "ImplicitlyDenied");
    assert.equal(await evaluateTrust(trust, own.deployRole), "ImplicitlyDenied");
    assert.equal(await evaluateTrust(trust, own.backendRole), "ImplicitlyDenied");
  });
});

function sids(needs: readonly Need[]): string[] {
  return createRuntimePolicy(SHOP, new Set(needs)).Statement.map(({ Sid }) => Sid);
}

function queuesOf(needs: readonly Need[]): string[] {
  const { Statement } = createRuntimePolicy(SHOP, new Set(needs));
  const resources = Statement.flatMap(({ Resource }) => Resource);
  return [...new Set(resources)].filter((resource) => resource.startsWith("arn:aws:sqs:"));
}
