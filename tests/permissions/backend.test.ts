import assert from "node:assert/strict";
import { createBackendTrust } from "../../permissions/backend.ts";
import { parseBackendPolicy } from "../../permissions/backend-policy.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { evaluateTrust, findAllowed, findDenied } from "../support/iam.ts";
import { ALL_NEEDS, createResources, OTHERS, SHOP } from "./apps.ts";
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

  it("is taken by the app's own function only", async () => {
    const own = createResources(SHOP);
    const runtimePolicy = createRuntimePolicy(SHOP, ALL_NEEDS);
    const assume = (principal: string, context: Readonly<Record<string, string>> = {}) =>
      evaluateTrust(
        createBackendTrust(SHOP),
        principal,
        { "aws:PrincipalArn": principal, ...context },
        { role: own.backendRole, policies: [runtimePolicy] },
      );
    const fromFunction = { "lambda:SourceFunctionArn": own.function };
    assert.equal(await assume(own.runtimeRole, fromFunction), "Allowed");
    assert.equal(await assume(own.runtimeRole), "ImplicitlyDenied");
    assert.equal(await assume(own.deployRole, fromFunction), "ImplicitlyDenied");
    assert.equal(await assume(own.schedulerRole, fromFunction), "ImplicitlyDenied");
    assert.equal(await assume("lambda.amazonaws.com", fromFunction), "ImplicitlyDenied");
    for (const { runtimeRole } of OTHERS.map(createResources))
      if (runtimeRole !== own.runtimeRole)
        assert.equal(await assume(runtimeRole, fromFunction), "ImplicitlyDenied");
  });
});
