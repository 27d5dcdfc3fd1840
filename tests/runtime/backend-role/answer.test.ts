import assert from "node:assert/strict";
import { answerKeyRequest } from "../../../runtime/backend-role/answer.ts";
import type { Keys } from "../../../runtime/backend-role/keys.ts";

const KEYS: Keys = {
  accessKeyId: "ASIABACKEND",
  secretAccessKey: "secret",
  sessionToken: "token",
  expiration: Date.UTC(2026, 10, 26, 8, 0, 0),
};
const TOKEN = "the-token";

describe("answerKeyRequest()", () => {
  it("gives keys to whoever has the token", async () => {
    const request = { method: "GET", authorization: TOKEN };
    assert.deepEqual(await answerKeyRequest(request, TOKEN, async () => KEYS), {
      status: 200,
      body: {
        AccessKeyId: "ASIABACKEND",
        SecretAccessKey: "secret",
        Token: "token",
        Expiration: "2026-11-26T08:00:00.000Z",
      },
    });
  });

  it("refuses all others before it looks for keys", async () => {
    const getKeys = async () => assert.fail("It asked for keys");
    const refusals = await Promise.all(
      [undefined, "", "the-toke", "the-token2", "Bearer the-token"].map((authorization) =>
        answerKeyRequest({ method: "GET", authorization }, TOKEN, getKeys),
      ),
    );
    const refusal = { status: 401, body: { Code: "Unauthorized", Message: "The token is wrong" } };
    assert.deepEqual(refusals, Array(5).fill(refusal));
    const request = { method: "POST", authorization: TOKEN };
    assert.deepEqual(await answerKeyRequest(request, TOKEN, getKeys), {
      status: 405,
      body: { Code: "MethodNotAllowed", Message: "Keys are got with GET" },
    });
  });

  it("says why there are no keys", async () => {
    const request = { method: "GET", authorization: TOKEN };
    const getKeys = async () => {
      throw new Error("AccessDenied: no");
    };
    assert.deepEqual(await answerKeyRequest(request, TOKEN, getKeys), {
      status: 403,
      body: { Code: "CannotAssumeRole", Message: "AccessDenied: no" },
    });
  });
});
