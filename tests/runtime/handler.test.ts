import assert from "node:assert/strict";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import fc from "fast-check";
import { createHandler } from "../../runtime/handler.ts";
import { currentInvocation } from "../../sdk/context.ts";
import type { HttpRequest } from "../../sdk/handlers.ts";
import { createHttpEntry } from "../support/entry.ts";
import { createContext, createHttpEvent } from "../support/http-event.ts";

describe("createHandler()", () => {
  it("returns a handler of two parameters: Lambda refuses one with a callback", async () => {
    assert.equal((await createHandler(createHttpEntry({}))).length, 2);
  });

  it("keeps two invocations in one process apart", async () => {
    const gates = new Map<string, () => void>();
    const get = async ({ query }: HttpRequest) => {
      const before = currentInvocation()?.requestId;
      await new Promise<void>((resolve) => gates.set(String(query.name), resolve));
      return { name: query.name, before, after: currentInvocation()?.requestId };
    };
    const handler = await createHandler(createHttpEntry({ "index.ts": { get } }));
    const first = handler(createHttpEvent("GET", "/?name=first"), createContext("request-1"));
    const second = handler(createHttpEvent("GET", "/?name=second"), createContext("request-2"));
    while (gates.size < 2) await new Promise(setImmediate);
    gates.get("second")?.();
    gates.get("first")?.();
    assert.deepEqual((await Promise.all([first, second])).map(bodyOf), [
      { name: "first", before: "request-1", after: "request-1" },
      { name: "second", before: "request-2", after: "request-2" },
    ]);
  });

  it("runs no schedule in a backend without any", async () => {
    const handler = await createHandler(createHttpEntry({}));
    await assert.rejects(handler({ kind: "schedule", name: "cleanup" }, createContext("1")), {
      message: "This backend has no schedules",
    });
  });

  it("makes the request's costly parts only when they are touched", async () => {
    let keys: string[] = [];
    const get = (request: HttpRequest) => {
      keys = Object.keys(request);
      return typeof Object.getOwnPropertyDescriptor(request, "request")?.get;
    };
    const handler = await createHandler(createHttpEntry({ "index.ts": { get } }));
    const result = await handler(createHttpEvent("GET", "/"), createContext("request-1"));
    assert.equal((result as APIGatewayProxyStructuredResultV2).body, "function");
    assert.deepEqual(keys, [
      "body",
      "cookies",
      "headers",
      "params",
      "query",
      "requestId",
      "signal",
      "user",
    ]);
  });

  it("has a documented answer for any HTTP event", async () => {
    const echo = (request: HttpRequest) => ({ ...request, signal: undefined });
    const modules = { "index.ts": { default: echo }, "[a]/[...b].ts": { default: echo } };
    const handler = await createHandler(createHttpEntry(modules));
    await fc.assert(
      fc.asyncProperty(hostileRequest, async (parts) => {
        const event = { ...createHttpEvent("GET", "/"), ...parts };
        event.requestContext.http.method = parts.method;
        const result = (await handler(event, createContext("fuzz"))) as { statusCode: number };
        assert.ok(
          [200, 204, 304, 400, 404, 405].includes(result.statusCode),
          JSON.stringify(result),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

const name = fc.oneof(
  fc.constantFrom(
    "content-type",
    "cookie",
    "accept-encoding",
    "if-none-match",
    "__proto__",
    "host",
  ),
  fc.string(),
);
const value = fc.oneof(
  fc.constantFrom("application/json", "text/plain", "application/x-www-form-urlencoded", "br", "*"),
  fc.string({ unit: "binary" }),
);
const hostileRequest = fc.record({
  method: fc.oneof(fc.constantFrom("GET", "POST", "HEAD", "OPTIONS", "__proto__"), fc.string()),
  rawPath: fc.oneof(fc.webPath(), fc.string({ unit: "binary" })),
  rawQueryString: fc.string({ unit: "binary" }),
  headers: fc.dictionary(name, value),
  cookies: fc.array(fc.string({ unit: "binary" })),
  body: fc.oneof(fc.json(), fc.string({ unit: "binary" })),
  isBase64Encoded: fc.boolean(),
});

function bodyOf(result: unknown): unknown {
  return JSON.parse((result as { body: string }).body);
}
