import assert from "node:assert/strict";
import { createBackendTrust } from "../../permissions/backend.ts";
import { parseBackendPolicy } from "../../permissions/backend-policy.ts";
import { evaluateTrust, findAllowed, findDenied } from "../support/iam.ts";
import { createResources, OTHERS, SHOP } from "./apps.ts";
import { BACKEND_ALLOWED, BACKEND_DENIED, BACKEND_POLICY } from "./backend-cases.ts";

describe("backend tier", () => {
  it("may do what the user grants, and nothing else", async () => {
    const parsed = parseBackendPolicy(BACKEND_POLICY);
    assert.ok("policy" in parsed);
    assert.deepEqual(await findDenied([parsed.policy], BACKEND_ALLOWED, SHOP), []);
    assert.deepEqual(await findAllowed([parsed.policy], BACKEND_DENIED, SHOP), []);
  });

  it("may do nothing without a grant", async () => {
    const requests = [...BACKEND_ALLOWED, ...BACKEND_DENIED];
    assert.deepEqual(await findAllowed([], requests, SHOP), []);
  });

  it("is taken by the app's own runtime only", async () => {
    const trust = createBackendTrust(SHOP);
    const own = createResources(SHOP);
    assert.equal(await evaluateTrust(trust, own.runtimeRole), "Allowed");
    assert.equal(await evaluateTrust(trust, own.deployRole), "ImplicitlyDenied");
    assert.equal(await evaluateTrust(trust, own.schedulerRole), "ImplicitlyDenied");
    assert.equal(await evaluateTrust(trust, "lambda.amazonaws.com"), "ImplicitlyDenied");
    for (const { runtimeRole } of OTHERS.map(createResources))
      if (runtimeRole !== own.runtimeRole)
        assert.equal(await evaluateTrust(trust, runtimeRole), "ImplicitlyDenied");
  });
});
