import assert from "node:assert/strict";
import fc from "fast-check";
import {
  createHttpEvent,
  type HttpRequestParts,
  joinHeaders,
  parseTarget,
} from "../../dev/http-event.ts";

const PARTS: HttpRequestParts = {
  method: "GET",
  rawHeaders: ["Host", "localhost:8000", "User-Agent", "curl/8.5.0"],
  body: Buffer.alloc(0),
  sourceIp: "127.0.0.1",
  protocol: "HTTP/1.1",
  port: 8000,
  requestId: "JKJaXmPLvHcESHA=",
  traceId: "Root=1-66b2fd29-0123456789abcdef01234567",
  time: new Date("2026-03-12T19:03:58.390Z"),
};

function createEvent({ target = "/", ...parts }: Partial<HttpRequestParts> & { target?: string }) {
  const parsed = parseTarget(target);
  assert.ok(parsed);
  return createHttpEvent({ ...PARTS, ...parts }, parsed);
}

describe("createHttpEvent", () => {
  it("makes a complete event of a plain request", () => {
    assert.deepEqual(createEvent({}), {
      version: "2.0",
      routeKey: "$default",
      rawPath: "/",
      rawQueryString: "",
      headers: {
        host: "localhost:8000",
        "user-agent": "curl/8.5.0",
        "x-amzn-trace-id": "Root=1-66b2fd29-0123456789abcdef01234567",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-port": "8000",
        "x-forwarded-proto": "http",
      },
      requestContext: {
        accountId: "000000000000",
        apiId: "local",
        domainName: "localhost",
        domainPrefix: "localhost",
        http: {
          method: "GET",
          path: "/",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "curl/8.5.0",
        },
        requestId: "JKJaXmPLvHcESHA=",
        routeKey: "$default",
        stage: "$default",
        time: "12/Mar/2026:19:03:58 +0000",
        timeEpoch: 1773342238390,
      },
      isBase64Encoded: false,
    });
  });

  it("decodes the path and leaves the query as it was sent", () => {
    const event = createEvent({ target: "/a%2Fb/%C3%A9?q=a+b&q=c%2Cd&empty" });
    assert.equal(event.rawPath, "/a/b/é");
    assert.equal(event.requestContext.http.path, "/a/b/é");
    assert.equal(event.rawQueryString, "q=a+b&q=c%2Cd&empty");
    assert.deepEqual(event.queryStringParameters, { q: "a b,c,d", empty: "" });
  });

  it("moves cookies out of the headers", () => {
    const event = createEvent({ rawHeaders: ["Cookie", "a=1; b=2", "cookie", "c=3"] });
    assert.deepEqual(event.cookies, ["a=1", "b=2", "c=3"]);
    assert.equal(event.headers.cookie, undefined);
  });

  it("keeps what earlier proxies said of the client", () => {
    const event = createEvent({ rawHeaders: ["X-Forwarded-For", "203.0.113.7"] });
    assert.equal(event.headers["x-forwarded-for"], "203.0.113.7, 127.0.0.1");
  });

  it("keeps keys of the query and of headers that objects inherit", () => {
    const event = createEvent({
      target: "/?__proto__=1&constructor=2",
      rawHeaders: ["__proto__", "x"],
    });
    assert.deepEqual(Object.entries(event.queryStringParameters ?? {}), [
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
    assert.ok(Object.hasOwn(event.headers, "__proto__"));
  });

  it("sends text as it is and everything else as base64", () => {
    const body = Buffer.from("é");
    const encoded = (type?: string) =>
      createEvent({ body, rawHeaders: type === undefined ? [] : ["Content-Type", type] })
        .isBase64Encoded;
    const texts = ["text/plain", "application/json", "Application/JSON; charset=utf-8"];
    assert.deepEqual(
      [...texts, "text/csv;header=present", "application/xml", "application/javascript"].map(
        encoded,
      ),
      [false, false, false, false, false, false],
    );
    const others = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
    assert.deepEqual([undefined, ...others, "application/vnd.api+json", "image/png"].map(encoded), [
      true,
      true,
      true,
      true,
      true,
    ]);
    assert.equal(createEvent({ body, rawHeaders: ["content-type", "text/plain"] }).body, "é");
    assert.equal(createEvent({ body }).body, "w6k=");
  });
});

describe("parseTarget", () => {
  it("takes the path and query of an absolute target", () => {
    assert.deepEqual(parseTarget("http://example.com:80/a?b#c"), {
      rawPath: "/a",
      rawQueryString: "b",
    });
    assert.deepEqual(parseTarget("http://example.com?b"), { rawPath: "/", rawQueryString: "b" });
  });

  it("refuses what is no path and escapes that are broken", () => {
    assert.deepEqual(["*", "/%", "/%zz", "/%ff", "host:443"].map(parseTarget), [
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("never throws, and gives back every path that is encoded", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseTarget(`/${text}`)));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const target = `/${encodeURIComponent(text)}`;
        assert.deepEqual(parseTarget(target), { rawPath: `/${text}`, rawQueryString: "" });
      }),
    );
  });
});

describe("joinHeaders", () => {
  it("joins repeated headers with commas and cookies with semicolons", () => {
    assert.deepEqual(joinHeaders(["Accept", "a", "ACCEPT", "b", "Cookie", "c", "Cookie", "d"]), {
      accept: "a,b",
      cookie: "c; d",
    });
  });
});
