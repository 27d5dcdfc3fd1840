import assert from "node:assert/strict";
import { createSchedulerPolicy, createSchedulerTrust } from "../../permissions/scheduler.ts";
import { evaluateTrust, findAllowed, findDenied } from "../support/iam.ts";
import { ALL_NEEDS, COMMON_NEEDS, createResources, OTHERS, SHOP } from "./apps.ts";
import { SCHEDULER_DENIED } from "./scheduler-cases.ts";

const own = createResources(SHOP);
const policy = createSchedulerPolicy(SHOP, ALL_NEEDS);

describe("scheduler tier", () => {
  it("may send to the internal queue, and nothing else", async () => {
    const send = { action: "sqs:SendMessage", resource: own.internalQueue };
    assert.deepEqual(await findDenied([policy], [send], SHOP), []);
    assert.deepEqual(await findAllowed([policy], SCHEDULER_DENIED, SHOP), []);
  });

  it("may not send to the internal queue of another app", async () => {
    for (const other of OTHERS) {
      const resource = createResources(other).internalQueue;
      const send = { action: "sqs:SendMessage", resource };
      assert.deepEqual(await findAllowed([policy], [send], other), []);
    }
  });

  it("has no statement without schedules", () => {
    assert.deepEqual(createSchedulerPolicy(SHOP, COMMON_NEEDS).Statement, []);
  });

  it("is taken only for the app's own schedules", async () => {
    const trust = createSchedulerTrust(SHOP);
    const service = "scheduler.amazonaws.com";
    const source = { "aws:SourceAccount": SHOP.account, "aws:SourceArn": own.scheduleGroup };
    assert.equal(await evaluateTrust(trust, service, source), "Allowed");
    assert.equal(await evaluateTrust(trust, "lambda.amazonaws.com", source), "ImplicitlyDenied");
    assert.equal(await evaluateTrust(trust, own.deployRole, source), "ImplicitlyDenied");
    assert.equal(await evaluateTrust(trust, service), "ImplicitlyDenied");
    const otherAccount = { ...source, "aws:SourceAccount": "444455556666" };
    assert.equal(await evaluateTrust(trust, service, otherAccount), "ImplicitlyDenied");
    const otherGroup = { ...source, "aws:SourceArn": `${own.scheduleGroup}-2` };
    assert.equal(await evaluateTrust(trust, service, otherGroup), "ImplicitlyDenied");
  });
});
