import assert from "node:assert/strict";
import { AccessKeys, type Caller, FUNCTION, POLLER, SCHEDULES } from "../../../dev/access-keys.ts";
import { Gate } from "../../../dev/gate/gate.ts";
import { LocalPolicies } from "../../../dev/gate/local-policies.ts";
import { createSignature } from "../../../dev/gate/signature.ts";
import { createTestAccess, type TestAccess } from "../../support/access.ts";
import { createPackage, createQueue } from "../../support/dev-package.ts";
import { createSchedule } from "../../support/queue-manifest.ts";

const QUEUES = { queues: [createQueue("email")], schedules: [createSchedule("cleanup")] };
const SQS = "arn:aws:sqs:us-east-1:000000000000";
const BACKEND: Caller = { tier: "backend", sessionName: "shop" };
const ROLE = "arn:aws:sts::000000000000:assumed-role";

describe("Gate", () => {
  function ask(access: TestAccess, caller: Caller, action: string, resource: string) {
    const answer = access.gate.authorize(createSignature(access.issue(caller), "sqs"), [
      { action, resource },
    ]);
    return "code" in answer ? answer.message : answer;
  }

  it("lets each caller do what its tier may do in AWS, and no other", () => {
    const access = createTestAccess(QUEUES);
    const allowed = (action: string, resource: string) =>
      [FUNCTION, POLLER, SCHEDULES].filter(
        (caller) => ask(access, caller, action, resource) === caller,
      );
    assert.deepEqual(allowed("sqs:SendMessage", `${SQS}:local-q-email`), [FUNCTION]);
    assert.deepEqual(allowed("sqs:SendMessage", `${SQS}:local-d-email`), [FUNCTION]);
    assert.deepEqual(allowed("sqs:SendMessage", `${SQS}:local-q-_internal`), [FUNCTION, SCHEDULES]);
    assert.deepEqual(allowed("sqs:ReceiveMessage", `${SQS}:local-q-email`), [FUNCTION, POLLER]);
    assert.deepEqual(allowed("sqs:PurgeQueue", `${SQS}:local-q-email`), []);
    assert.deepEqual(allowed("dynamodb:GetItem", "*"), []);
  });

  it("tells the caller in AWS's words, and the author what to do", () => {
    const access = createTestAccess(QUEUES);
    assert.equal(
      ask(access, FUNCTION, "sqs:SendMessage", `${SQS}:payroll`),
      `User: ${ROLE}/local-runtime/local is not authorized to perform: sqs:sendmessage on resource: ${SQS}:payroll because no identity-based policy allows the sqs:sendmessage action`,
    );
    assert.equal(
      ask(access, SCHEDULES, "sqs:SendMessage", `${SQS}:local-q-email`),
      `User: ${ROLE}/local-scheduler/schedules is not authorized to perform: sqs:sendmessage on resource: ${SQS}:local-q-email because no identity-based policy allows the sqs:sendmessage action`,
    );
    assert.deepEqual(access.lines, [
      `Access denied: sqs:SendMessage on ${SQS}:payroll: the runtime tier has no statement that allows it. It reaches the backend's own queues, table and connections, for queuerun itself: what your code needs besides goes into a backend policy`,
      `Access denied: sqs:SendMessage on ${SQS}:local-q-email: the scheduler tier has no statement that allows it. It only gives due schedules to the internal queue`,
    ]);
  });

  it("gives the backend's own code what the backend policy allows", () => {
    const access = createTestAccess(QUEUES, {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "sqs:SendMessage", Resource: `${SQS}:*` },
        { Sid: "NoPayroll", Effect: "Deny", Action: "*", Resource: `${SQS}:payroll` },
        {
          Sid: "Office",
          Effect: "Allow",
          Action: "sqs:GetQueueAttributes",
          Resource: "*",
          Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
        },
        {
          Effect: "Allow",
          Action: "sqs:ListQueues",
          Resource: "*",
          Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/local-backend" } },
        },
      ],
    });
    const user = `User: ${ROLE}/local-backend/shop is not authorized to perform`;
    assert.equal(ask(access, BACKEND, "sqs:SendMessage", `${SQS}:invoices`), BACKEND);
    assert.equal(ask(access, BACKEND, "sqs:ListQueues", "*"), BACKEND);
    assert.equal(
      ask(access, BACKEND, "sqs:SendMessage", `${SQS}:payroll`),
      `${user}: sqs:sendmessage on resource: ${SQS}:payroll with an explicit deny in an identity-based policy`,
    );
    ask(access, BACKEND, "sqs:GetQueueAttributes", `${SQS}:invoices`);
    ask(access, BACKEND, "s3:ListAllMyBuckets", "*");
    const remedy = "It has what the backend policy allows, and nothing else: add the action there";
    assert.deepEqual(access.lines, [
      `Access denied: sqs:SendMessage on ${SQS}:payroll: the statement "NoPayroll" of the backend tier denies it. ${remedy}`,
      `Access denied: sqs:GetQueueAttributes on ${SQS}:invoices: the backend tier has no statement that allows it (Office: The condition key "aws:SourceIp" has no value in the local cloud). ${remedy}`,
      `Access denied: s3:ListAllMyBuckets on *: the backend tier has no statement that allows it. ${remedy}`,
    ]);
  });

  it("gives the backend's own code nothing without a policy", () => {
    const access = createTestAccess(QUEUES);
    assert.match(
      String(ask(access, BACKEND, "sqs:SendMessage", `${SQS}:local-q-email`)),
      /no identity-based policy allows/,
    );
  });

  it("knows only its own keys, and only with the token that came with them", () => {
    const access = createTestAccess(QUEUES);
    const accesses = [{ action: "sqs:SendMessage", resource: `${SQS}:local-q-email` }];
    const refuse = (headers: Record<string, string>) => access.gate.authorize(headers, accesses);
    const invalid = {
      code: "InvalidClientTokenId",
      message: "The security token included in the request is invalid.",
    };
    const elsewhere = new AccessKeys().issue(FUNCTION);
    const own = createSignature(access.issue(FUNCTION), "sqs");
    assert.deepEqual(refuse({}), {
      code: "MissingAuthenticationToken",
      message: "Request is missing Authentication Token",
    });
    assert.deepEqual(refuse(createSignature(elsewhere, "sqs")), invalid);
    assert.deepEqual(refuse({ ...own, "x-amz-security-token": "x" }), invalid);
    assert.deepEqual(refuse({ authorization: own.authorization ?? "" }), invalid);
    const expired = access.gate.keys.issue(BACKEND, Date.now());
    assert.deepEqual(refuse(createSignature(expired, "sqs")), {
      code: "ExpiredToken",
      message: "The security token included in the request is expired",
    });
    assert.deepEqual(access.lines.slice(0, 2), [
      `Access denied: sqs:SendMessage on ${SQS}:local-q-email: Request is missing Authentication Token`,
      `Access denied: sqs:SendMessage on ${SQS}:local-q-email, with the access key "${elsewhere.accessKeyId}": The security token included in the request is invalid.`,
    ]);
  });

  it("counts what each tier does and is denied, and nothing of the operator", () => {
    const access = createTestAccess(QUEUES);
    for (const name of ["local-q-email", "local-q-email", "payroll"])
      ask(access, FUNCTION, "sqs:SendMessage", `${SQS}:${name}`);
    access.gate.authorize(createSignature(access.issue(), "sqs"), [
      { action: "sqs:CreateQueue", resource: `${SQS}:local-q-email` },
    ]);
    const use = { tier: "runtime", action: "sqs:SendMessage" };
    assert.deepEqual(access.gate.usage.uses, [
      {
        ...use,
        resource: `${SQS}:local-q-email`,
        isAllowed: true,
        statement: "SendJobs",
        count: 2,
      },
      { ...use, resource: `${SQS}:payroll`, isAllowed: false, statement: undefined, count: 1 },
    ]);
  });
});

describe("LocalPolicies", () => {
  it("has what the served packages need, until nothing runs them any more", () => {
    const policies = new LocalPolicies();
    const gate = new Gate({ keys: new AccessKeys(), policies, output: () => {} });
    const sids = () =>
      policies.tiers.runtime?.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
    const [before, after] = [
      createPackage("", QUEUES).manifest,
      createPackage("", { socket: { file: "socket.ts", middleware: [], timeoutSeconds: 1 } })
        .manifest,
    ];
    assert.equal(gate.usage.uses.length, 0);
    policies.add(before);
    assert.deepEqual(sids(), ["WriteLogs", "ReceiveJobs", "RetryJobs", "SendJobs"]);
    policies.add(after);
    policies.remove(before);
    assert.deepEqual(sids(), [
      "WriteLogs",
      "ReceiveJobs",
      "RetryJobs",
      "SendJobs",
      "Connections",
      "SendToConnections",
    ]);
    assert.deepEqual(policies.tiers.scheduler?.[0]?.Statement, []);
  });
});
