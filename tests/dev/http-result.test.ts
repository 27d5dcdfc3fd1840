import assert from "node:assert/strict";
import fc from "fast-check";
import { parseResult } from "../../dev/http-result.ts";

function parse(result: unknown) {
  const response = parseResult(JSON.stringify(result));
  return response && { ...response, body: response.body.toString() };
}

describe("parseResult", () => {
  it("takes status, headers, cookies and body", () => {
    assert.deepEqual(
      parse({
        statusCode: 201,
        headers: { "Content-Type": "text/html", "x-count": 2, "x-flag": true },
        cookies: ["a=1", "b=2; HttpOnly"],
        body: "<p>",
      }),
      {
        status: 201,
        headers: [
          ["Content-Type", "text/html"],
          ["x-count", "2"],
          ["x-flag", "true"],
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2; HttpOnly"],
        ],
        body: "<p>",
      },
    );
  });

  it("decodes a body that is base64", () => {
    const { body } = parse({ statusCode: 200, body: "w6k=", isBase64Encoded: true }) ?? {};
    assert.equal(body, "é");
  });

  it("infers a 200 from a result without a status code", () => {
    const json = (body: string) => ({
      status: 200,
      headers: [["content-type", "application/json"]],
      body,
    });
    assert.deepEqual(parse({ a: 1 }), json('{"a":1}'));
    assert.deepEqual(parse([1]), json("[1]"));
    assert.deepEqual(parse("plain"), json("plain"));
    assert.deepEqual(parse(null), json("null"));
  });

  it("adds a content type only to a body without one", () => {
    assert.deepEqual(parse({ statusCode: 200, body: "x" })?.headers, [
      ["content-type", "text/plain;charset=UTF-8"],
    ]);
    assert.deepEqual(parse({ statusCode: 204 })?.headers, []);
  });

  it("drops headers of the connection", () => {
    const headers = { Connection: "close", "Transfer-Encoding": "chunked", "Content-Length": 3 };
    assert.deepEqual(parse({ statusCode: 204, headers })?.headers, []);
  });

  it("takes null for what is absent", () => {
    assert.deepEqual(parse({ statusCode: 200, headers: null, cookies: null, body: null }), {
      status: 200,
      headers: [],
      body: "",
    });
  });

  it("refuses malformed results", () => {
    const malformed = [
      { statusCode: "abc" },
      { statusCode: [{ toString: "" }] },
      { statusCode: 99 },
      { statusCode: 101 },
      { statusCode: 200.5 },
      { statusCode: 200, body: { a: 1 } },
      { statusCode: 200, isBase64Encoded: "yes" },
      { statusCode: 200, headers: [] },
      { statusCode: 200, headers: { "a b": "c" } },
      { statusCode: 200, headers: { a: "b\r\nset-cookie: c=d" } },
      { statusCode: 200, headers: { a: { b: "c" } } },
      { statusCode: 200, cookies: "a=1" },
      { statusCode: 200, cookies: ["a=1\nb"] },
    ];
    assert.deepEqual(
      malformed.map(parse),
      malformed.map(() => undefined),
    );
    assert.equal(parseResult("{"), undefined);
  });

  it("never throws, whatever a function returns", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void parse(value)));
    const parts = fc.record({
      statusCode: fc.jsonValue(),
      headers: fc.jsonValue(),
      cookies: fc.jsonValue(),
      body: fc.jsonValue(),
    });
    fc.assert(fc.property(parts, (value) => void parse(value)));
  });
});
