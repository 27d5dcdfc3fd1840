import assert from "node:assert/strict";
import { createTestAccount, type TestAccount } from "../test-account.ts";
import { createPolicyDocument, TRUST } from "../test-policies.ts";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const POLICY = "aws:iam/policy:Policy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

describe("stand-in for AWS: IAM", () => {
  let aws: TestAccount;
  beforeEach(() => {
    aws = createTestAccount();
  });

  it("makes roles with a path, tells them, and takes changes one call each", async () => {
    const inputs = { name: "runtime", path: "/queuerun/", assumeRolePolicy: TRUST };
    const role = await aws.create(ROLE, "role", inputs);
    const { uniqueId, createDate, ...state } = role.state;
    assert.match(String(uniqueId), /^AROA[0-9A-F]{17}$/);
    assert.ok(Date.parse(String(createDate)) > 0);
    assert.deepEqual(state, {
      id: "runtime",
      arn: "arn:aws:iam::123456789012:role/queuerun/runtime",
      assumeRolePolicy: TRUST,
      description: "",
      forceDetachPolicies: false,
      inlinePolicies: [],
      managedPolicyArns: [],
      maxSessionDuration: 3600,
      name: "runtime",
      namePrefix: "",
      path: "/queuerun/",
      tags: {},
      tagsAll: {},
    });
    aws.calls();
    await role.update({ ...inputs, description: "d", maxSessionDuration: 7200 });
    assert.deepEqual(aws.calls(), [
      "iam:UpdateRoleDescription",
      "iam:UpdateRole",
      "iam:GetRole",
      "iam:ListRolePolicies",
      "iam:ListAttachedRolePolicies",
    ]);
  });

  it("makes a name from the logical one, and keeps it", async () => {
    const role = await aws.create(ROLE, "r".repeat(80), { assumeRolePolicy: TRUST });
    assert.match(role.id, /^r{56}-[0-9a-f]{7}$/);
    assert.deepEqual(await role.update({ assumeRolePolicy: TRUST }), []);
  });

  it("takes a policy as an object", async () => {
    const assumeRolePolicy = JSON.parse(TRUST);
    const role = await aws.create(ROLE, "role", { name: "a", assumeRolePolicy });
    assert.equal(role.state.assumeRolePolicy, TRUST);
  });

  it("refuses names, boundaries and trust policies that IAM refuses", async () => {
    const create = (inputs: object) =>
      aws.create(ROLE, "role", { name: "a", assumeRolePolicy: TRUST, ...inputs });
    await assert.rejects(create({ name: "a/b" }), {
      message: 'name: expected a text that matches /^[\\w+=,.@-]{1,64}$/, got "a/b"',
    });
    await assert.rejects(create({ permissionsBoundary: "arn:aws:iam::123456789012:policy/none" }), {
      code: "NoSuchEntity",
    });
    await assert.rejects(
      create({ assumeRolePolicy: `${TRUST.slice(0, -1)},"Id":"${"x".repeat(2000)}"}` }),
      {
        code: "LimitExceeded",
      },
    );
    await create({});
    await assert.rejects(create({}), { code: "EntityAlreadyExists" });
  });

  it("counts all inline policies of a role against 10,240 characters, blanks not", async () => {
    await aws.create(ROLE, "role", { name: "a", assumeRolePolicy: TRUST });
    const put = (name: string, policy: string) =>
      aws.create(ROLE_POLICY, name, { name, role: "a", policy });
    const half = createPolicyDocument("sqs:SendMessage", 5000);
    await put("one", half.replaceAll(",", ",   "));
    const two = await put("two", half);
    assert.equal(two.id, "a:two");
    await assert.rejects(put("three", half), {
      code: "LimitExceeded",
      message: /Maximum policy size of 10240 bytes exceeded for role a$/,
    });
  });

  it("holds managed policies to 6,144 characters and five versions", async () => {
    await assert.rejects(
      aws.create(POLICY, "p", { name: "p", policy: createPolicyDocument("sqs:*", 6145) }),
      { code: "LimitExceeded", message: /Cannot exceed quota for PolicySize: 6144$/ },
    );
    const inputs = { name: "p", policy: createPolicyDocument("sqs:*", 6144) };
    const policy = await aws.create(POLICY, "p", inputs);
    aws.calls();
    for (const size of [500, 501, 502, 503])
      await policy.update({ name: "p", policy: createPolicyDocument("sqs:*", size) });
    assert.equal(aws.calls().includes("iam:DeletePolicyVersion"), false);
    await policy.update({ name: "p", policy: createPolicyDocument("sqs:*", 504) });
    assert.deepEqual(aws.calls(), [
      "iam:ListPolicyVersions",
      "iam:DeletePolicyVersion",
      "iam:CreatePolicyVersion",
      "iam:GetPolicy",
      "iam:GetPolicyVersion",
    ]);
  });

  it("refuses documents that IAM finds malformed", async () => {
    const statement = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
    const cases: [object, string][] = [
      [{ ...statement, Sid: "a-b" }, "Statement IDs \\(SID\\) must be alpha-numeric. a-b"],
      [{ ...statement, Action: "SendMessage" }, "Actions/Conditions must be prefaced by a vendor"],
      [{ ...statement, Resource: "queue" }, 'Resource queue must be in ARN format or "\\*".'],
      [{ ...statement, Effect: "allow" }, "Effect must be Allow or Deny"],
      [{ Effect: "Allow", Action: "sqs:*" }, "Policy statement must contain resources."],
    ];
    for (const [one, reason] of cases) {
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [one] });
      await assert.rejects(aws.create(POLICY, "p", { name: "p", policy }), {
        code: "MalformedPolicyDocument",
        message: new RegExp(reason),
      });
    }
    await assert.rejects(aws.create(POLICY, "p", { name: "p", policy: "{" }), {
      message: /^policy: contains an invalid JSON policy: /,
    });
  });

  it("deletes neither a role with policies nor a policy with roles", async () => {
    const role = await aws.create(ROLE, "role", { name: "a", assumeRolePolicy: TRUST });
    const policy = await aws.create(POLICY, "p", {
      name: "p",
      policy: createPolicyDocument("sqs:*", 200),
    });
    const attachment = await aws.create(ATTACHMENT, "at", { role: "a", policyArn: policy.id });
    await assert.rejects(policy.delete(), { code: "DeleteConflict" });
    await assert.rejects(role.delete(), { code: "DeleteConflict" });
    await attachment.delete();
    await policy.delete();
    await role.delete();
    assert.deepEqual(aws.store.names(), []);
  });

  it("attaches only policies that exist", async () => {
    await aws.create(ROLE, "role", { name: "a", assumeRolePolicy: TRUST });
    const attach = (policyArn: string) => aws.create(ATTACHMENT, "at", { role: "a", policyArn });
    await attach("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
    await assert.rejects(attach("arn:aws:iam::aws:policy/NoSuchPolicy"), { code: "NoSuchEntity" });
  });

  it("has one identity provider for a URL", async () => {
    const inputs = {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
    };
    const provider = await aws.create(PROVIDER, "github", inputs);
    assert.equal(
      provider.id,
      "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
    );
    await assert.rejects(aws.create(PROVIDER, "again", inputs), { code: "EntityAlreadyExists" });
    await provider.update({ ...inputs, clientIdLists: ["other"] });
    assert.deepEqual(provider.state.clientIdLists, ["other"]);
  });
});
