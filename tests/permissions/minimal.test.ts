import assert from "node:assert/strict";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import { createPolicy, type PolicyDocument } from "../../permissions/policy-document.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { findDenied, type Request } from "../support/iam.ts";
import { ALL_NEEDS, createResources, SHOP } from "./apps.ts";
import { PROVIDER_CALLS } from "./provider-calls.ts";
import { runtimeRequests } from "./runtime-cases.ts";

const own = createResources(SHOP);

describe("every action of every statement is needed", () => {
  it("in the deploy tier, by a call of the provider", async () => {
    const policy = createDeployPolicy(SHOP, ALL_NEEDS);
    const requests = PROVIDER_CALLS.map(({ request }) => request(own));
    assert.deepEqual(await findNeedless(policy, requests), []);
  });

  it("in the deploy tier with the IDs of the APIs, by a call of the provider", async () => {
    const policy = createDeployPolicy(SHOP, ALL_NEEDS, [own.apiId, own.webSocketApiId]);
    const requests = PROVIDER_CALLS.map(({ request }) => request(own)).filter(
      ({ resource }) => resource !== own.apis,
    );
    assert.deepEqual(await findNeedless(policy, requests), []);
  });

  it("in the runtime tier, by what Lambda and the runtime do", async () => {
    const policy = createRuntimePolicy(SHOP, ALL_NEEDS);
    assert.deepEqual(await findNeedless(policy, runtimeRequests(own)), []);
  });
});

/** What can be left out with all requests still allowed. */
async function findNeedless(
  { Statement }: PolicyDocument,
  requests: readonly Request[],
): Promise<string[]> {
  const needless: string[] = [];
  for (const { Sid, Action } of Statement)
    for (const action of Action) {
      const others = Statement.map((statement) =>
        statement.Sid === Sid
          ? { ...statement, Action: statement.Action.filter((name) => name !== action) }
          : statement,
      ).filter((statement) => statement.Action.length > 0);
      const affected = requests.filter((request) => request.action === action);
      const denied = await findDenied([createPolicy(others)], affected, SHOP);
      if (denied.length === 0) needless.push(`${action} of ${Sid}`);
    }
  return needless;
}
