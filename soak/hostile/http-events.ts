import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { HTTP_METHODS } from "../../manifest/manifest.ts";
import { ERRORS } from "../../tests/fixtures/hostile-backend/secret.ts";
import { createHttpEvent } from "../../tests/support/http-event.ts";
import { hostileText, mostly } from "./hostile-text.ts";
import { hostileBody } from "./http-bodies.ts";

const FAILURES = [
  ...Object.keys(ERRORS),
  ...["http-500", "http-503", "job", "circular-extension", "bad-header", "bigint-result"],
  ...["map-result", "to-json-result", "getter-result", "function-result", "stream-result"],
  ...["response-error", "no-queue", "no-socket-message", "bad-push"],
];
const failure = fc.oneof(
  { weight: 200, arbitrary: fc.constantFrom(...FAILURES) },
  // Seven megabytes, now and then
  { weight: 1, arbitrary: fc.constant("large-result") },
);

const method = mostly(fc.constantFrom(...HTTP_METHODS, "TRACE", "CONNECT", "get"));
const segments = fc.array(mostly(fc.constantFrom("a", "b", "items", "1")), { maxLength: 4 });

const path = fc.oneof(
  { weight: 8, arbitrary: segments.map((list) => ["/echo", ...list].join("/")) },
  { weight: 3, arbitrary: failure.map((kind) => `/throw/${kind}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("/reflect", "/reflect/", "/echo/accepts", "/echo/validated"),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      hostileText,
      segments.map((list) => `/${list.join("/")}`),
    ),
  },
);

const name = mostly(
  fc.constantFrom("to", "page", "link", "name", "value", "status", "group", "dedupe", "delay"),
);
const value = mostly(fc.constantFrom("1", "a", "200", "199", "https://shop.example/a?b=c"));
const encoded = fc
  .array(fc.tuple(name, value), { maxLength: 4 })
  .map((pairs) =>
    pairs
      .map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join("="))
      .join("&"),
  );
const query = fc.oneof({ weight: 4, arbitrary: encoded }, { weight: 1, arbitrary: hostileText });

const HEADERS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  host: mostly(fc.constantFrom("shop.example", "shop.example:8000", "[::1]:80")),
  origin: mostly(fc.constantFrom("https://shop.example", "null")),
  "x-forwarded-proto": mostly(fc.constantFrom("https", "http")),
  "accept-encoding": mostly(fc.constantFrom("br", "gzip, deflate", "br;q=0, *;q=0.5", "identity")),
  "if-none-match": mostly(fc.constantFrom("*", 'W/"abc"', '"a", "b"')),
  "access-control-request-method": mostly(fc.constantFrom("POST", "DELETE")),
  "access-control-request-headers": mostly(fc.constantFrom("x-a, content-type")),
  authorization: mostly(fc.constantFrom("Bearer a.b.c", "Basic YTpi")),
  cookie: mostly(fc.constantFrom("a=b; c=d")),
  "x-before": mostly(failure),
  "x-after": mostly(fc.oneof(failure, fc.constant("header"))),
  "x-on-error": mostly(failure),
};
const strange = fc.dictionary(hostileText, hostileText, { maxKeys: 2, noNullPrototype: true });
const headers = fc
  .tuple(fc.record(HEADERS, { requiredKeys: [], noNullPrototype: true }), strange)
  .map(([known, strange]) => ({ ...known, ...strange }) as Record<string, string>);
const cookies = fc.array(mostly(fc.constantFrom("a=b", "c=%7B%7D", 'd="e"', "__Host-f=g")), {
  maxLength: 3,
});

/** Requests of clients that want to do harm: what API Gateway itself writes is as it should be. */
export const httpEvents: fc.Arbitrary<APIGatewayProxyEventV2> = fc
  .record({ method, path, query, headers, cookies, body: hostileBody })
  .map(({ method, path, query, headers, cookies, body: { contentType, ...body } }) => ({
    ...createHttpEvent(method, "/"),
    rawPath: path,
    rawQueryString: query,
    headers: { ...headers, ...(contentType === undefined ? {} : { "content-type": contentType }) },
    ...(cookies.length > 0 ? { cookies } : {}),
    ...body,
  }));
