import fc from "fast-check";
import { hostileText, mostly } from "./hostile-text.ts";
import { hostileValue, mutated } from "./mutated.ts";

export interface HostileBody {
  readonly contentType: string | undefined;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

const TYPES = [
  ...["application/json", "Application/JSON; charset=utf-16", "application/problem+json"],
  ...["application/x-www-form-urlencoded", "text/plain; charset=latin1", "application/xml"],
  ...["application/octet-stream", "multipart/form-data", "multipart/form-data; boundary="],
];

const json = fc.oneof(
  fc.json({ maxDepth: 3 }),
  mutated(fc.constant({ name: "a", count: 1, list: [1, { a: "b" }] })).map((value) =>
    JSON.stringify(value),
  ),
  hostileValue.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    "[".repeat(100_000),
    `${"[".repeat(1_001)}${"]".repeat(1_001)}`,
    '{"__proto__":{"isAdmin":true}}',
    '{"\\u005f_proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    `{"a":${"1".repeat(50_000)}}`,
    '\ufeff{"name":"a"}',
    '{"a":1,"a":2}',
  ),
);
const form = fc
  .array(fc.tuple(hostileText, hostileText), { maxLength: 4 })
  .map((pairs) => pairs.map((pair) => pair.join("=")).join("&"));

const BOUNDARY = "----x";
const partHeaders = mostly(
  fc.constantFrom(
    'content-disposition: form-data; name="a"',
    'Content-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain',
    'content-disposition: form-data; name="__proto__"',
    "content-disposition: form-data",
  ),
);
const lineEnd = fc.constantFrom("\r\n", "\r\n", "\r\n", "\n");
const multipart = fc
  .tuple(fc.array(fc.tuple(partHeaders, hostileText), { maxLength: 3 }), lineEnd, fc.boolean())
  .map(([parts, end, isClosed]) => {
    const texts = parts.map(([head, text]) => [`--${BOUNDARY}`, head, "", text].join(end));
    return [...texts, ...(isClosed ? [`--${BOUNDARY}--`, ""] : [])].join(end);
  });

const typed = fc.oneof(
  fc.record({ contentType: fc.constant("application/json"), text: json }),
  fc.record({ contentType: fc.constant("application/x-www-form-urlencoded"), text: form }),
  fc.record({
    contentType: fc.constant(`multipart/form-data; boundary=${BOUNDARY}`),
    text: multipart,
  }),
  fc.record({
    contentType: fc.option(mostly(fc.constantFrom(...TYPES)), { nil: undefined }),
    text: fc.oneof(json, form, hostileText),
  }),
);

/** Bodies of all kinds, as text or as base64, some of which is none; or no body at all. */
export const hostileBody: fc.Arbitrary<HostileBody> = fc.oneof(
  fc.constant({ contentType: undefined, isBase64Encoded: false }),
  typed.map(({ contentType, text: body }) => ({ contentType, body, isBase64Encoded: false })),
  typed.map(({ contentType, text }) => ({
    contentType,
    body: Buffer.from(text).toString("base64"),
    isBase64Encoded: true,
  })),
  typed.map(({ contentType, text: body }) => ({ contentType, body, isBase64Encoded: true })),
  fc.uint8Array({ maxLength: 50 }).map((bytes) => ({
    contentType: "application/json",
    body: Buffer.from(bytes).toString("base64"),
    isBase64Encoded: true,
  })),
);
