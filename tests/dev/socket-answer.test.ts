import assert from "node:assert/strict";
import fc from "fast-check";
import { createConnectAnswer } from "../../dev/socket-answer.ts";

const answer = (value: unknown) =>
  createConnectAnswer({ status: "success", payload: JSON.stringify(value) });

describe("createConnectAnswer", () => {
  it("lets in with a status of success, and the protocol that was chosen", () => {
    const headers = { "SEC-WebSocket-protocol": "chat" };
    assert.deepEqual(answer({ statusCode: 200, headers }), { accepted: true, protocol: "chat" });
    assert.deepEqual(answer({ statusCode: "204", headers: null }), {
      accepted: true,
      protocol: undefined,
    });
  });

  it("does not let a protocol add headers of its own", () => {
    const headers = { "sec-websocket-protocol": "chat\r\nset-cookie: a=1" };
    assert.deepEqual(answer({ statusCode: 200, headers }), { accepted: true, protocol: undefined });
  });

  it("answers whatever the function returns, and lets in with a status of success only", () => {
    fc.assert(
      fc.property(fc.json(), (payload) => {
        createConnectAnswer({ status: "success", payload });
      }),
    );
    const status = fc.oneof(fc.integer({ min: -1, max: 1_000 }), fc.jsonValue());
    fc.assert(
      fc.property(status, fc.jsonValue(), (statusCode, headers) => {
        const given = answer({ statusCode, headers });
        const isNumber = typeof statusCode !== "object" && Number.isInteger(Number(statusCode));
        assert.equal(given.accepted, isNumber && /^2\d\d$/.test(String(Number(statusCode))));
        if (!given.accepted) assert.ok(given.status >= 300 && given.status <= 599);
      }),
    );
  });

  it("takes what is no JSON for a failure", () => {
    assert.deepEqual(createConnectAnswer({ status: "success", payload: "{" }), {
      accepted: false,
      status: 502,
      failure: {
        message: "Internal server error",
        reason: "the function's result has no status code",
      },
    });
  });
});
