import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { HttpError } from "../../sdk/errors.ts";
import { jwt } from "../../sdk/jwt.ts";
import type { JwtOptions } from "../../sdk/jwt-rules.ts";
import {
  AUDIENCE,
  createKey,
  ISSUER,
  type IssuerKey,
  type KeyServer,
  signToken,
  startKeyServer,
} from "../support/key-server.ts";

const SECRET = randomBytes(32);
const seconds = (offset: number) => Math.floor(Date.now() / 1_000) + offset;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The status and text of a token's refusal. */
async function refusal(token: string | readonly string[] | undefined, options: JwtOptions) {
  const error = await jwt.verify(token, options).then(
    () => assert.fail("The token was taken"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HttpError, String(error));
  return { status: error.status, detail: error.message, headers: error.headers };
}

async function detail(token: Promise<string> | string, options: JwtOptions) {
  const { status, detail } = await refusal(await token, options);
  assert.equal(status, 401);
  return detail;
}

describe("jwt.bearer", () => {
  it("takes the token of an Authorization header, and nothing else", () => {
    const of = (authorization?: string) => jwt.bearer({ headers: { authorization } });
    assert.deepEqual(
      [
        of("Bearer a.b-c_d.e=="),
        of("bearer  abc "),
        of("Basic abc"),
        of("Bearer"),
        of("Bearer a b"),
        of(),
      ],
      ["a.b-c_d.e==", "abc", undefined, undefined, undefined, undefined],
    );
  });
});

describe("jwt.verify with a secret", () => {
  const options = { secret: SECRET };
  const sign = (claims?: object, alg = "HS256") => signToken(SECRET, { alg }, { ...claims });

  it("resolves to the claims of a token that is signed with it", async () => {
    const exp = seconds(60);
    assert.deepEqual(await jwt.verify(await sign({ exp, role: "admin" }), options), {
      sub: "ann",
      iss: ISSUER,
      aud: AUDIENCE,
      exp,
      role: "admin",
    });
    const text = "a secret of 32 bytes, or of more";
    const token = await signToken(Buffer.from(text), { alg: "HS256" });
    assert.equal((await jwt.verify(token, { secret: text })).sub, "ann");
  });

  it("refuses a token that is missing, without an error code", async () => {
    const missing = {
      status: 401,
      detail: "A token is missing",
      headers: { "www-authenticate": 'Bearer realm="api"' },
    };
    assert.deepEqual(await refusal(undefined, options), missing);
    assert.deepEqual(await refusal("", options), missing);
  });

  it("refuses a token that is wrong with 401, and says why", async () => {
    assert.deepEqual(await refusal(await sign({ exp: seconds(-60) }), options), {
      status: 401,
      detail: "The token has expired",
      headers: {
        "www-authenticate":
          'Bearer realm="api", error="invalid_token", error_description="The token has expired"',
      },
    });
    const other = signToken(randomBytes(32), { alg: "HS256" });
    assert.deepEqual(
      await Promise.all([
        detail(other, options),
        detail(sign({ nbf: seconds(60) }), options),
        detail(sign({ exp: undefined }), options),
        detail(sign({ exp: "soon" }), options),
        detail(sign({ sub: undefined }), options),
        detail(sign({ sub: 7 }), options),
        detail(sign({ sub: "" }), options),
        detail(sign(), { ...options, audience: ["admin", "cashier"] }),
        detail(sign(), { ...options, issuer: "https://evil.example" }),
        detail(sign({ aud: undefined }), { ...options, audience: AUDIENCE }),
        detail("no token", options),
        refusal(["a", "b"], options).then(({ detail }) => detail),
      ]),
      [
        "The token is signed with another key",
        "The token is not valid yet",
        "The token has no exp",
        "The token has a wrong exp",
        "The token has no sub",
        "The token has a wrong sub",
        "The token has a wrong sub",
        "The token is for another audience",
        "The token is from another issuer",
        "The token has no aud",
        "The token cannot be read",
        "The token cannot be read",
      ],
    );
    const given = { ...options, audience: ["admin", AUDIENCE], issuer: ISSUER };
    assert.equal((await jwt.verify(await sign(), given)).sub, "ann");
  });

  it("takes no algorithm but HS256: neither none, nor another length", async () => {
    const payload = encode({ sub: "ann", exp: seconds(60) });
    const another = "The token is signed with another algorithm";
    for (const alg of ["none", "None", "NONE"])
      assert.equal(await detail(`${encode({ alg })}.${payload}.`, options), another);
    assert.equal(await detail(signToken(randomBytes(64), { alg: "HS512" }), options), another);
    assert.equal(await detail((await createKey("1")).sign(), options), another);
  });

  it("lets clocks differ by 30 s, or by what is allowed", async () => {
    const late = await sign({ exp: seconds(-20) });
    assert.equal((await jwt.verify(late, options)).sub, "ann");
    assert.equal(await detail(late, { ...options, clockSkew: 0 }), "The token has expired");
    const later = await sign({ exp: seconds(-100) });
    assert.equal((await jwt.verify(later, { ...options, clockSkew: "2m" })).sub, "ann");
  });

  it("has a 401 for whatever a client sends", async () => {
    const part = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json().map((text) => Buffer.from(text).toString("base64url")),
      fc
        .record(
          { alg: fc.constantFrom("HS256", "none", "RS256", 7), crit: fc.json(), b64: fc.boolean() },
          { requiredKeys: [] },
        )
        .map(encode),
    );
    const token = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(".")),
    );
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        assert.equal((await refusal(text, options)).status, 401);
      }),
      { numRuns: 500 },
    );
  });
});

describe("jwt.verify with the keys of an issuer", () => {
  let key: IssuerKey;
  let server: KeyServer;
  let options: { jwks: string; issuer: string; audience: string };
  before(async () => {
    key = await createKey("1");
  });
  beforeEach(async () => {
    server = await startKeyServer(key);
    options = { jwks: server.url, issuer: ISSUER, audience: AUDIENCE };
  });
  afterEach(() => server.close());

  it("takes a token that is signed with one of them, and fetches them once", async () => {
    for (const algorithm of ["RS256", "EdDSA"]) {
      const other = await createKey(algorithm, algorithm);
      const published = await startKeyServer(key, other);
      const { sub } = await jwt.verify(await other.sign(), { ...options, jwks: published.url });
      assert.equal(sub, "ann");
      await published.close();
    }
    const token = await key.sign();
    await Promise.all([jwt.verify(token, options), jwt.verify(token, options)]);
    assert.equal((await jwt.verify(token, options)).sub, "ann");
    assert.equal(server.count, 1);
  });

  it("refuses other audiences, issuers and keys, and a token without what it must have", async () => {
    const stranger = await createKey("1");
    assert.deepEqual(
      await Promise.all([
        detail(key.sign({ aud: "other" }), options),
        detail(key.sign({ iss: "https://evil.example" }), options),
        detail(stranger.sign(), options),
        detail(key.sign({}, { kid: "2" }), options),
        detail(key.sign({ aud: undefined }), options),
      ]),
      [
        "The token is for another audience",
        "The token is from another issuer",
        "The token is signed with another key",
        "The token is signed with another key",
        "The token has no aud",
      ],
    );
    const forAnyone = { ...options, audience: null };
    assert.equal((await jwt.verify(await key.sign({ aud: undefined }), forAnyone)).sub, "ann");
  });

  it("never takes a public key for a secret", async () => {
    const publicKey = Buffer.from(JSON.stringify(key.jwk));
    const forged = signToken(publicKey, { alg: "HS256" });
    assert.equal(await detail(forged, options), "The token is signed with another algorithm");
    assert.equal(server.count, 0);
  });

  it("fetches no keys that a token names", async () => {
    const evil = await createKey("1");
    const theirs = await startKeyServer(evil);
    const forged = evil.sign({}, { jku: theirs.url, jwk: evil.jwk });
    assert.equal(await detail(forged, options), "The token is signed with another key");
    assert.equal(theirs.count, 0);
    await theirs.close();
  });

  it("has a 401 for whatever a client sends", async () => {
    const header = fc.record(
      {
        alg: fc.constantFrom("ES256", "RS256", "EdDSA", "HS256", "none", {}),
        kid: fc.oneof(fc.constant("1"), fc.jsonValue()),
        typ: fc.jsonValue(),
        crit: fc.jsonValue(),
      },
      { requiredKeys: ["alg"] },
    );
    const signature = fc.uint8Array({ minLength: 0, maxLength: 70 });
    await fc.assert(
      fc.asyncProperty(header, fc.jsonValue(), signature, async (header, claims, bytes) => {
        const end = Buffer.from(bytes).toString("base64url");
        const token = `${encode(header)}.${encode(claims)}.${end}`;
        assert.equal((await refusal(token, options)).status, 401);
      }),
      { numRuns: 500 },
    );
  });

  it("answers 503 when the keys cannot be had, and tries again with the next token", async () => {
    const token = await key.sign();
    const failures: Parameters<KeyServer["answer"]>[0][] = [
      (_, response) => response.writeHead(500).end(),
      (_, response) => response.writeHead(302, { location: server.url }).end(),
      (_, response) => response.end("<html>"),
      (_, response) => response.end('{"keys":7}'),
      (_, response) => response.destroy(),
    ];
    for (const fail of failures) {
      server.answer(fail);
      assert.deepEqual(await refusal(token, options), {
        status: 503,
        detail: `Cannot get the keys of ${server.url}`,
        headers: { "retry-after": "5" },
      });
    }
    server.publish(key);
    assert.equal((await jwt.verify(token, options)).sub, "ann");
  });

  it("waits 3 s for the keys at most", async function () {
    this.timeout(10_000);
    server.answer(() => undefined);
    const started = Date.now();
    assert.equal((await refusal(await key.sign(), options)).status, 503);
    assert.ok(Date.now() - started < 6_000);
  });

  it("fetches them again for a key it does not know, but not more often than every 30 s", async () => {
    const next = await createKey("2");
    await jwt.verify(await key.sign(), options);
    server.publish(key, next);
    assert.equal(await detail(next.sign(), options), "The token is signed with another key");
    assert.equal(server.count, 1);
    // The clock is jose's to read
    const { now } = Date;
    try {
      Date.now = () => now() + 31_000;
      assert.equal((await jwt.verify(await next.sign(), options)).sub, "ann");
    } finally {
      Date.now = now;
    }
    assert.equal(server.count, 2);
  });
});
