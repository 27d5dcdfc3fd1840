import assert from "node:assert/strict";
import { createConnectEvent, createIdentity, type Handshake } from "../../dev/socket-event.ts";

const TIME = new Date("2026-11-26T04:05:06.789Z");
const HANDSHAKE: Handshake = {
  target: "/",
  rawHeaders: [],
  sourceIp: "127.0.0.1",
  port: 8000,
  time: TIME,
};
const OCCASION = { requestId: "request", time: TIME };

describe("createConnectEvent", () => {
  function create(handshake: Partial<Handshake>) {
    const given = { ...HANDSHAKE, ...handshake };
    return createConnectEvent(createIdentity("id", given), given, "trace", OCCASION);
  }

  it("keeps all values of a header that repeats, and takes the last for the one", () => {
    const rawHeaders = ["X-A", "1", "Connection", "Upgrade", "X-A", "2", "__proto__", "x"];
    const { headers, multiValueHeaders } = create({ rawHeaders });
    assert.deepEqual(Object.entries(headers).slice(0, 2), [
      ["X-A", "2"],
      ["__proto__", "x"],
    ]);
    assert.deepEqual(Object.entries(multiValueHeaders).slice(0, 2), [
      ["X-A", ["1", "2"]],
      ["__proto__", ["x"]],
    ]);
  });

  it("says by itself where the client is, after what earlier proxies said", () => {
    const rawHeaders = [
      "x-forwarded-for",
      "8.8.8.8",
      "x-forwarded-port",
      "1",
      "x-amzn-trace-id",
      "2",
    ];
    assert.deepEqual(create({ rawHeaders }).headers, {
      "X-Amzn-Trace-Id": "trace",
      "X-Forwarded-For": "8.8.8.8, 127.0.0.1",
      "X-Forwarded-Port": "8000",
      "X-Forwarded-Proto": "http",
    });
  });

  it("has no query where there is none", () => {
    assert.equal("queryStringParameters" in create({ target: "/?" }), false);
    const { queryStringParameters } = create({ target: "/?a=b?c=d&e" });
    assert.deepEqual(queryStringParameters, { a: "b?c=d", e: "" });
  });

  it("tells the time as AWS does, and the host without its port", () => {
    const rawHeaders = ["host", "localhost:8000", "User-Agent", "test"];
    const { requestContext } = create({ rawHeaders });
    const { requestTime, requestTimeEpoch, domainName, identity } = requestContext;
    assert.deepEqual(
      { requestTime, requestTimeEpoch, domainName, identity },
      {
        requestTime: "26/Nov/2026:04:05:06 +0000",
        requestTimeEpoch: TIME.getTime(),
        domainName: "localhost",
        identity: { userAgent: "test", sourceIp: "127.0.0.1" },
      },
    );
  });
});
