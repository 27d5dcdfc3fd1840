import assert from "node:assert/strict";
import { type Caller, FUNCTION, POLLER } from "../../../dev/access-keys.ts";
import { answerSts } from "../../../dev/aws-endpoint/sts.ts";
import { createSignature } from "../../../dev/gate/signature.ts";
import type { BackendPolicy } from "../../../permissions/backend-policy.ts";
import { createTestAccess } from "../../support/access.ts";

const ROLE = "arn:aws:iam::000000000000:role/local-backend";
const NOW = Date.UTC(2026, 10, 26, 8);
const POLICY: BackendPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const WITHOUT_SESSION = { Action: "AssumeRole", RoleArn: ROLE };
const ASSUME_ROLE = { ...WITHOUT_SESSION, RoleSessionName: "shop" };

describe("the local STS", () => {
  it("gives keys of the backend's role to the function, for an hour", () => {
    const { ask, keys } = createWorld();
    const [status, body] = ask(FUNCTION, ASSUME_ROLE);
    assert.equal(status, 200);
    assert.equal(read(body, "Expiration"), "2026-11-26T09:00:00.000Z");
    assert.equal(read(body, "Arn"), "arn:aws:sts::000000000000:assumed-role/local-backend/shop");
    const { caller, credentials, expiresAt } = keys.find(read(body, "AccessKeyId")) ?? {};
    assert.deepEqual(
      { caller, expiresAt, secret: credentials?.secretAccessKey, token: credentials?.sessionToken },
      {
        caller: { tier: "backend", sessionName: "shop" },
        expiresAt: NOW + 3_600_000,
        secret: read(body, "SecretAccessKey"),
        token: read(body, "SessionToken"),
      },
    );
  });

  it("tells everybody who they are", () => {
    const { ask } = createWorld();
    const backend: Caller = { tier: "backend", sessionName: "a&b" };
    const [, body] = ask(backend, { Action: "GetCallerIdentity" });
    assert.equal(read(body, "Arn"), "arn:aws:sts::000000000000:assumed-role/local-backend/a&amp;b");
  });

  it("refuses all but the function: by its permissions, and by the role's trust", () => {
    const { ask } = createWorld();
    const backend: Caller = { tier: "backend", sessionName: "shop" };
    const refusals = [POLLER, backend].map((caller) => ask(caller, ASSUME_ROLE));
    const user = "User: arn:aws:sts::000000000000:assumed-role";
    const what = `is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;
    assert.deepEqual(
      refusals.map(([status, body]) => [status, read(body, "Code"), read(body, "Message")]),
      [
        [
          403,
          "AccessDenied",
          `${user}/local-runtime/event-source-mapping ${what} because no identity-based policy allows the sts:AssumeRole action`,
        ],
        [403, "AccessDenied", `${user}/local-backend/shop ${what}`],
      ],
    );
  });

  it("does not know other roles, callers, actions and versions", () => {
    const { ask } = createWorld();
    const other = { ...ASSUME_ROLE, RoleArn: "arn:aws:iam::000000000000:role/local-runtime" };
    const answers = [
      ask(FUNCTION, other),
      ask(undefined, ASSUME_ROLE),
      ask(FUNCTION, { Action: "GetSessionToken" }),
      ask(FUNCTION, { ...ASSUME_ROLE, Version: "2010-05-08" }),
    ];
    assert.deepEqual(
      answers.map(([status, body]) => [status, read(body, "Code")]),
      [
        [403, "AccessDenied"],
        [403, "MissingAuthenticationToken"],
        [400, "InvalidAction"],
        [400, "InvalidAction"],
      ],
    );
    assert.equal(
      read(answers[2]?.[1] ?? "", "Message"),
      "Could not find operation GetSessionToken for version 2011-06-15",
    );
  });

  it("checks what it is given as AWS does", () => {
    const { ask } = createWorld();
    const messages = [
      WITHOUT_SESSION,
      { ...ASSUME_ROLE, RoleSessionName: "a b", DurationSeconds: "899" },
      { ...ASSUME_ROLE, DurationSeconds: "3601" },
    ].map((form) => read(ask(FUNCTION, form)[1], "Message"));
    assert.deepEqual(messages, [
      "1 validation error detected: Value null at 'RoleSessionName' failed to satisfy constraint: Member must not be null",
      "2 validation errors detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, with 2 to 64 characters; Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    ]);
  });
});

function createWorld() {
  const { gate } = createTestAccess({}, POLICY);
  const { keys } = gate;
  const ask = (caller: Caller | undefined, form: Readonly<Record<string, string>>) => {
    const parameters = new URLSearchParams({ Version: "2011-06-15", ...form });
    const headers = caller === undefined ? {} : createSignature(keys.issue(caller), "sts");
    const { status, body } = answerSts(parameters, headers, gate, NOW);
    return [status, body] as const;
  };
  return { ask, keys };
}

function read(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
}
