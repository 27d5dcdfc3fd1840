import assert from "node:assert/strict";
import { createGithubTrust, parseGithubArgs } from "../../permissions/github-trust.ts";
import { createPolicy } from "../../permissions/policy-document.ts";
import { findAllowed, findDenied, type Request } from "../support/iam.ts";
import { SHOP } from "./apps.ts";

const GITHUB = "token.actions.githubusercontent.com";

describe("parseGithubArgs", () => {
  it("makes the subject of an environment or a branch", () => {
    assert.deepEqual(parseGithubArgs({ repository: "acme/shop", environment: "production" }), {
      subject: "repo:acme/shop:environment:production",
    });
    assert.deepEqual(parseGithubArgs({ repository: "acme/shop", branch: "release/2" }), {
      subject: "repo:acme/shop:ref:refs/heads/release/2",
    });
  });

  it("escapes colons as GitHub does", () => {
    assert.deepEqual(parseGithubArgs({ repository: "acme/shop", environment: "eu:1" }), {
      subject: "repo:acme/shop:environment:eu%3A1",
    });
  });

  it("takes the IDs that GitHub adds for newer repositories", () => {
    assert.deepEqual(parseGithubArgs({ repository: "acme@67548625/shop@13059", branch: "main" }), {
      subject: "repo:acme@67548625/shop@13059:ref:refs/heads/main",
    });
  });

  it("reports all problems together", () => {
    assert.deepEqual(parseGithubArgs({}), {
      problems: [
        '"repository" is missing, must be "owner/repository"',
        'Exactly one of "environment" and "branch" must be there',
      ],
    });
    assert.deepEqual(parseGithubArgs({ repository: "acme/*", environment: "", branch: "*" }), {
      problems: [
        '"repository" is "acme/*", must be "owner/repository"',
        'Exactly one of "environment" and "branch" must be there',
        '"environment" is "", must be the name of one',
        '"branch" is "*", must be the name of one branch, such as "main"',
      ],
    });
    assert.deepEqual(parseGithubArgs({ repository: "acme", branch: "refs/heads/main" }), {
      problems: [
        '"repository" is "acme", must be "owner/repository"',
        '"branch" is "refs/heads/main", must be the name of one branch, such as "main"',
      ],
    });
  });
});

describe("createGithubTrust", () => {
  const trust = createGithubTrust(
    { partition: "aws-us-gov", account: "111122223333" },
    "repo:acme/shop:environment:production",
  );

  it("names the identity provider, the audience and the whole subject", () => {
    assert.deepEqual(trust, {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated: `arn:aws-us-gov:iam::111122223333:oidc-provider/${GITHUB}`,
          },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: {
              [`${GITHUB}:aud`]: ["sts.amazonaws.com"],
              [`${GITHUB}:sub`]: ["repo:acme/shop:environment:production"],
            },
          },
        },
      ],
    });
  });

  it("lets in that environment of that repository, and nobody else", async () => {
    // The simulator knows no tokens of GitHub, so the conditions are put where it takes any key.
    const [statement] = trust.Statement;
    const policy = createPolicy([
      {
        Sid: "Trust",
        Effect: "Allow",
        Action: ["apigateway:GET"],
        Resource: ["*"],
        Condition: statement?.Condition ?? {},
      },
    ]);
    assert.deepEqual(await findDenied([policy], [token(SUBJECT)], SHOP), []);
    const strangers = [
      token("repo:acme/shop:environment:staging"),
      token("repo:acme/shop:environment:production-eu"),
      token("repo:acme/shop:ref:refs/heads/main"),
      token("repo:acme/shop:pull_request"),
      token("repo:acme/shop-admin:environment:production"),
      token("repo:mallory/shop:environment:production"),
      token("repo:acme@1/shop@2:environment:production"),
      token(SUBJECT, "https://github.com/acme"),
      token(""),
    ];
    for (const stranger of strangers)
      assert.deepEqual(await findAllowed([policy], [stranger], SHOP), []);
  });
});

const SUBJECT = "repo:acme/shop:environment:production";

function token(subject: string, audience = "sts.amazonaws.com"): Request {
  return {
    action: "apigateway:GET",
    resource: "arn:aws:apigateway:eu-central-1::/account",
    context: { [`${GITHUB}:aud`]: audience, [`${GITHUB}:sub`]: subject },
  };
}
