import assert from "node:assert/strict";
import fc from "fast-check";
import { parseBackendPolicy } from "../../permissions/backend-policy.ts";

const ALLOW = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

describe("parseBackendPolicy", () => {
  it("takes JSON or an object, with one statement or several", () => {
    const policy = { Version: "2012-10-17", Statement: [ALLOW] };
    assert.deepEqual(parseBackendPolicy(policy), { policy });
    assert.deepEqual(parseBackendPolicy(JSON.stringify(policy)), { policy });
    assert.deepEqual(parseBackendPolicy({ Version: "2012-10-17", Id: "x", Statement: ALLOW }), {
      policy,
    });
  });

  it("takes all elements of a statement", () => {
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NotThese",
          Effect: "Deny",
          NotAction: ["s3:*", "sts:Get*"],
          NotResource: ["arn:aws:s3:::a", "arn:aws:s3:::a/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    };
    assert.deepEqual(parseBackendPolicy(policy), { policy });
  });

  it("reports all problems together, by key path", () => {
    assert.deepEqual(
      problems({
        Version: "2008-10-17",
        Statements: [],
        Statement: [
          { Effect: "allow", Action: "GetObject", Resource: "bucket/*" },
          { Effect: "Allow", Actions: ["s3:*"], Action: [], Resource: ["*", 1] },
          { Effect: "Allow", Action: "*", NotAction: "*", Principal: "*", Condition: "none" },
          { ...ALLOW, Condition: { Bool: true } },
          "all",
        ],
      }),
      [
        'Statements is not known. Did you mean "Statement"?',
        'Version is "2008-10-17" (a string), must be "2012-10-17"',
        'Statement[0].Effect is "allow" (a string), must be "Allow" or "Deny"',
        'Statement[0].Action is "GetObject" (a string), must be an action such as "s3:GetObject"',
        'Statement[0].Resource is "bucket/*" (a string), must be an ARN or "*"',
        'Statement[1].Actions is not known. Did you mean "Action"?',
        "Statement[1].Action is empty",
        'Statement[1].Resource[1] is 1 (a number), must be an ARN or "*"',
        "Statement[2].Principal is for the policies of resources: a role's policy has none",
        "Statement[2] must have Action or NotAction, one of the two",
        "Statement[2] must have Resource or NotResource, one of the two",
        'Statement[2].Condition is "none" (a string), must be an object',
        "Statement[3].Condition.Bool is true (a boolean), must be an object",
        'Statement[4] is "all" (a string), must be an object',
      ],
    );
  });

  it("refuses what is no policy at all", () => {
    assert.deepEqual(problems(null), ["It is null, must be an object"]);
    assert.deepEqual(problems("null"), ["It is null, must be an object"]);
    assert.deepEqual(problems([ALLOW]), ["It is an array, must be an object"]);
    assert.deepEqual(problems({ Version: "2012-10-17", Statement: [] }), [
      "Statement is empty: grant something, or leave out the whole policy",
    ]);
    assert.deepEqual(problems({ Version: "2012-10-17" }), [
      "Statement is missing: grant something, or leave out the whole policy",
    ]);
    assert.match(problems("{").join(), /^It is no JSON: /);
  });

  it("refuses more than a role can hold", () => {
    const Resource = Array.from({ length: 500 }, (_, number) => `arn:aws:s3:::bucket-${number}`);
    const policy = { Version: "2012-10-17", Statement: [{ ...ALLOW, Resource }] };
    assert.deepEqual(problems(policy), [
      "It has 12,984 characters, must have at most 10,240 characters: use wildcards, or name fewer resources",
    ]);
  });

  it("answers to anything", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        parseBackendPolicy(value);
        parseBackendPolicy({ Version: "2012-10-17", Statement: value });
        parseBackendPolicy({ Version: "2012-10-17", Statement: { ...ALLOW, Condition: value } });
        parseBackendPolicy({ Version: "2012-10-17", Statement: { ...ALLOW, Action: value } });
      }),
    );
  });
});

function problems(value: unknown): readonly string[] {
  const parsed = parseBackendPolicy(value);
  return "problems" in parsed ? parsed.problems : [];
}
