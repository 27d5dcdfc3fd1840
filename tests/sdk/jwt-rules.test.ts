import assert from "node:assert/strict";
import { createRules, type JwtOptions } from "../../sdk/jwt-rules.ts";

const SECRET = "a secret of 32 bytes, or of more";

function refusal(options: object): string {
  try {
    createRules(options as JwtOptions);
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error.message.replace("Cannot verify tokens: ", "");
  }
  return assert.fail("The options were taken");
}

describe("createRules", () => {
  it("holds tokens of Google against its keys, its two names and the client ID", () => {
    assert.deepEqual(createRules({ google: "1-shop.apps.googleusercontent.com" }), {
      key: new URL("https://www.googleapis.com/oauth2/v3/certs"),
      algorithms: ["RS256"],
      issuer: ["https://accounts.google.com", "accounts.google.com"],
      audience: ["1-shop.apps.googleusercontent.com"],
      clockSkewSeconds: 30,
    });
  });

  it("lets the kind of key say which algorithms it is good for", () => {
    const { algorithms } = createRules({ secret: SECRET });
    assert.deepEqual(algorithms, ["HS256"]);
    const issuer = createRules({ jwks: "https://a.example/keys", issuer: "a", audience: null });
    assert.deepEqual(
      issuer.algorithms.filter((algorithm) => /^HS|none/i.test(algorithm)),
      [],
    );
  });

  it("refuses an option that is not set: without it anybody's token would do", () => {
    const jwks = { jwks: "https://a.example/keys", issuer: "a", audience: "b" };
    const unset = (name: string) => `"${name}" is undefined. Is its environment variable set?`;
    assert.deepEqual(
      [
        refusal({ secret: undefined }),
        refusal({ secret: SECRET, audience: undefined }),
        refusal({ secret: SECRET, issuer: undefined }),
        refusal({ google: undefined }),
        refusal({ ...jwks, jwks: undefined }),
        refusal({ ...jwks, issuer: undefined }),
        refusal({ ...jwks, audience: undefined }),
      ],
      ["secret", "audience", "issuer", "google", "jwks", "issuer", "audience"].map(unset),
    );
  });

  it("refuses what would not be safe", () => {
    const jwks = { jwks: "https://a.example/keys", issuer: "a", audience: "b" };
    const list = (name: string) => `"${name}" must be a text that is not empty, or a list of them`;
    assert.deepEqual(
      [
        refusal({}),
        refusal({ secret: SECRET, google: "a" }),
        refusal({ secret: "short" }),
        refusal({ secret: 7 }),
        refusal({ google: [] }),
        refusal({ ...jwks, audience: "" }),
        refusal({ ...jwks, jwks: "http://a.example/keys" }),
        refusal({ ...jwks, jwks: "keys.json" }),
        refusal({ secret: SECRET, clockSkew: "1h" }),
        refusal({ secret: SECRET, clockSkew: -1 }),
      ],
      [
        "the options have no key, must have one of secret, jwks, google",
        "the options have secret and google, must have one of secret, jwks, google",
        '"secret" has 5 bytes, must have 32 at least (RFC 7518, section 3.2). Make one with: openssl rand -base64 32',
        '"secret" must be a text or bytes',
        list("google"),
        list("audience"),
        '"jwks" is "http://a.example/keys", must be a URL that begins with https://',
        '"jwks" is "keys.json", must be a URL that begins with https://',
        '"clockSkew" is "1h", must be at most 5 minutes: a number of seconds, or "90s", "15m", "12h", "7d"',
        '"clockSkew" is -1, must be at most 5 minutes: a number of seconds, or "90s", "15m", "12h", "7d"',
      ],
    );
  });
});
