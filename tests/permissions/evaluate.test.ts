import assert from "node:assert/strict";
import { createBackendTrust } from "../../permissions/backend.ts";
import type { BackendStatement } from "../../permissions/backend-policy.ts";
import { type AccessRequest, evaluate, evaluateTrust } from "../../permissions/evaluate.ts";
import type { RequestContext } from "../../permissions/request-context.ts";
import { createRuntimeTrust } from "../../permissions/runtime.ts";
import { createSchedulerTrust } from "../../permissions/scheduler.ts";
import { createResources, SHOP } from "./apps.ts";

const BUCKET = "arn:aws:s3:::invoices";
const GET = { action: "s3:GetObject", resource: `${BUCKET}/2026/1.pdf` };
const own = createResources(SHOP);

describe("evaluate", () => {
  it("denies what nothing allows", () => {
    assert.deepEqual(decide([]), { outcome: "implicitly-denied", uncertain: [] });
    assert.deepEqual(decide([{ Action: "s3:PutObject" }]), {
      outcome: "implicitly-denied",
      uncertain: [],
    });
  });

  it("names the statement that decides, by its Sid or its place", () => {
    assert.deepEqual(decide([{ Action: "s3:PutObject" }, { Sid: "Read" }]), {
      outcome: "allowed",
      statement: "Read",
      uncertain: [],
    });
    assert.deepEqual(decide([{}, { Effect: "Deny", Resource: `${BUCKET}/2026/*` }]), {
      outcome: "explicitly-denied",
      statement: "Statement[1]",
      uncertain: [],
    });
  });

  it("takes all policies of the caller together", () => {
    const [allow, deny] = [createPolicy([{}]), createPolicy([{ Effect: "Deny", Action: "s3:*" }])];
    assert.equal(evaluate([createPolicy([]), allow], GET).outcome, "allowed");
    assert.equal(evaluate([allow, deny], GET).outcome, "explicitly-denied");
  });

  it("compares actions without regard to case, and resources with", () => {
    assert.equal(outcome({ Action: "S3:get*" }), "allowed");
    assert.equal(outcome({ Action: "s3:Get?bject" }), "allowed");
    assert.equal(outcome({ Action: "s3:Get?" }), "implicitly-denied");
    assert.equal(outcome({ Resource: `${BUCKET}/2026/1.PDF` }), "implicitly-denied");
    assert.equal(outcome({ Resource: `${BUCKET}/*/?.pdf` }), "allowed");
  });

  it("matches each part of an ARN on its own", () => {
    assert.equal(outcome({ Resource: "arn:*:invoices/*" }), "implicitly-denied");
    assert.equal(outcome({ Resource: "arn:*:s3:*:*:invoices/*" }), "allowed");
    assert.equal(outcome({ Resource: "arn:aws:s3:*" }), "allowed");
    assert.equal(outcome({ Resource: "arn:*" }), "allowed");
    assert.equal(outcome({ Resource: "arn:aws:sqs:*" }), "implicitly-denied");
  });

  it("allows an action that has no resource only on all resources", () => {
    const list = { action: "s3:ListAllMyBuckets", resource: "*" };
    assert.equal(outcome({ Action: "s3:*" }, {}, list), "allowed");
    assert.equal(
      outcome({ Action: "s3:*", Resource: "arn:aws:s3:::*" }, {}, list),
      "implicitly-denied",
    );
  });

  it("understands NotAction and NotResource", () => {
    const others = { NotAction: "s3:Put*", NotResource: [`${BUCKET}/locked/*`] };
    const statement = { Sid: "Others", Effect: "Allow", ...others } as const;
    const policy = { Version: "2012-10-17", Statement: [statement] } as const;
    assert.equal(evaluate([policy], GET).outcome, "allowed");
    assert.equal(
      evaluate([policy], { ...GET, action: "s3:PutObject" }).outcome,
      "implicitly-denied",
    );
    assert.equal(
      evaluate([policy], { ...GET, resource: `${BUCKET}/locked/1` }).outcome,
      "implicitly-denied",
    );
  });

  it("puts values of the request in for policy variables, as plain text", () => {
    const values = { "aws:userid": "a*b" };
    const resource = { Resource: `${BUCKET}/\${aws:UserId}` };
    const of = (name: string) => ({ ...GET, resource: `${BUCKET}/${name}` });
    assert.equal(outcome(resource, { values }, of("a*b")), "allowed");
    assert.equal(outcome(resource, { values }, of("axb")), "implicitly-denied");
    assert.equal(outcome({ Resource: `${BUCKET}/\${aws:x, 'none'}` }, {}, of("none")), "allowed");
    assert.equal(outcome({ Resource: `${BUCKET}/\${*}` }, {}, of("*")), "allowed");
    assert.equal(outcome({ Resource: `${BUCKET}/\${*}` }, {}, of("x")), "implicitly-denied");
  });

  it("does not allow what it cannot tell, and says why", () => {
    const unknown = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    assert.deepEqual(decide([{ Sid: "Office", Condition: unknown }], { "aws:SourceIp": "::1" }), {
      outcome: "implicitly-denied",
      uncertain: ['Office: The condition operator "IpAddress" is not known'],
    });
    assert.deepEqual(decide([{}, { Sid: "Other", Effect: "Deny", Condition: unknown }]), {
      outcome: "explicitly-denied",
      statement: "Other",
      uncertain: ['Other: The condition operator "IpAddress" is not known'],
    });
    assert.deepEqual(decide([{ Resource: `${BUCKET}/\${aws:username}/*` }]), {
      outcome: "implicitly-denied",
      uncertain: [`Statement[0]: The policy variable "\${aws:username}" is not known`],
    });
    assert.deepEqual(
      decide([{ Condition: { NumericLessThan: { "s3:max-keys": "ten" } } }], {
        "s3:max-keys": "1",
      }),
      {
        outcome: "implicitly-denied",
        uncertain: ['Statement[0]: "ten" is no numeric value'],
      },
    );
    assert.deepEqual(decide([{ Condition: { StringEquals: { "aws:x": { a: 1 } } } }]), {
      outcome: "implicitly-denied",
      uncertain: ['Statement[0]: The condition on "aws:x" has a value that is no text'],
    });
    assert.deepEqual(
      decide([{ Condition: { StringEquals: { "aws:TagKeys": "a" } } }], { "aws:TagKeys": ["a"] }),
      {
        outcome: "implicitly-denied",
        uncertain: [
          'Statement[0]: The condition key "aws:TagKeys" has several values: "StringEquals" takes one',
        ],
      },
    );
  });

  it("does not take a key for missing that AWS might send", () => {
    const isUncertain = (key: string) => key.startsWith("aws:Principal");
    const Condition = { "ForAllValues:StringEquals": { "aws:PrincipalTag/team": "a" } };
    assert.equal(outcome({ Condition }), "allowed");
    assert.deepEqual(
      evaluate([createPolicy([{ Condition }])], { ...GET, context: { values: {}, isUncertain } }),
      {
        outcome: "implicitly-denied",
        uncertain: [
          'Statement[0]: The condition key "aws:PrincipalTag/team" has no value in the local cloud',
        ],
      },
    );
  });

  it("needs not tell what does not matter", () => {
    const Condition = { IpAddress: { "aws:SourceIp": "192.0.2.1" }, Bool: { "aws:x": true } };
    assert.deepEqual(
      decide([{ Condition }, { Effect: "Deny", Condition }, {}], { "aws:x": "false" }),
      {
        outcome: "allowed",
        statement: "Statement[2]",
        uncertain: [],
      },
    );
  });

  it("knows when a missing key holds", () => {
    const when = (operator: string, value = "a") =>
      outcome({ Condition: { [operator]: { "aws:x": value } } });
    assert.equal(when("StringEquals"), "implicitly-denied");
    assert.equal(when("StringEqualsIfExists"), "allowed");
    assert.equal(when("StringNotEquals"), "allowed");
    assert.equal(when("ForAllValues:StringEquals"), "allowed");
    assert.equal(when("ForAnyValue:StringNotEquals"), "implicitly-denied");
    assert.equal(when("Null", "true"), "allowed");
    assert.equal(when("Null", "false"), "implicitly-denied");
  });
});

describe("evaluateTrust", () => {
  const action = "sts:AssumeRole";
  const runtime = { AWS: own.runtimeRole };

  it("lets only the runtime assume the backend role", () => {
    const trust = createBackendTrust(SHOP);
    const context = { values: { "aws:PrincipalArn": own.runtimeRole } };
    assert.deepEqual(evaluateTrust(trust, { principal: runtime, action, context }), {
      outcome: "allowed",
      statement: "Statement[0]",
      uncertain: [],
    });
    const others = [
      { AWS: own.runtimeRole.replace(SHOP.account, `${SHOP.account}0`) },
      { AWS: own.runtimeRole.replace("arn:aws:", "arn:aws-cn:") },
      { Service: "lambda.amazonaws.com" },
      { Federated: own.runtimeRole },
    ];
    for (const principal of others)
      assert.deepEqual(evaluateTrust(trust, { principal, action, context }), {
        outcome: "implicitly-denied",
        uncertain: [],
      });
    for (const role of [own.schedulerRole, own.backendRole])
      assert.equal(
        evaluateTrust(trust, {
          principal: { AWS: role },
          action,
          context: { values: { "aws:PrincipalArn": role } },
        }).outcome,
        "implicitly-denied",
      );
    assert.equal(
      evaluateTrust(trust, { principal: runtime, action: "sts:TagSession", context }).outcome,
      "implicitly-denied",
    );
  });

  it("lets services in, on their conditions", () => {
    const lambda = { Service: "lambda.amazonaws.com" };
    const scheduler = { Service: "scheduler.amazonaws.com" };
    assert.equal(
      evaluateTrust(createRuntimeTrust(), { principal: lambda, action }).outcome,
      "allowed",
    );
    const trust = createSchedulerTrust(SHOP);
    const values = { "aws:SourceAccount": SHOP.account, "aws:SourceArn": own.scheduleGroup };
    const from = (context: RequestContext) =>
      evaluateTrust(trust, { principal: scheduler, action, context }).outcome;
    assert.equal(from({ values }), "allowed");
    assert.equal(from({ values: { ...values, "aws:SourceAccount": "1" } }), "implicitly-denied");
    assert.equal(from({ values: {} }), "implicitly-denied");
  });
});

function decide(
  statements: readonly Partial<BackendStatement>[],
  values: RequestContext["values"] = {},
) {
  return evaluate([createPolicy(statements)], { ...GET, context: { values } });
}

/** Of one statement. */
function outcome(
  statement: Partial<BackendStatement>,
  { values = {} }: Partial<RequestContext> = {},
  request: AccessRequest = GET,
) {
  return evaluate([createPolicy([statement])], { ...request, context: { values } }).outcome;
}

/** What a statement leaves out allows everything. */
function createPolicy(statements: readonly Partial<BackendStatement>[]) {
  const Statement = statements.map(
    (statement): BackendStatement => ({
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      ...statement,
    }),
  );
  return { Version: "2012-10-17", Statement } as const;
}
