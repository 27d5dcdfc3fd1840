import assert from "node:assert/strict";
import { type Fetch, json, type Post, problem } from "./http-answer.ts";

export function describeRouting(fetch: Fetch): void {
  it("prefers a static segment to a parameter", async () => {
    assert.deepEqual(json(await fetch("/users/me")), { route: "/users/me" });
    assert.deepEqual(json(await fetch("/users/42")), {
      route: "/users/[id]",
      params: { id: "42" },
    });
  });

  it("treats a trailing slash as the same route, and case as another", async () => {
    assert.deepEqual(json(await fetch("/users/me/")), { route: "/users/me" });
    assert.equal((await fetch("/Users/me")).status, 404);
  });

  it("hands zero or more segments to a catch-all", async () => {
    const route = "/files/[...path]";
    assert.deepEqual(json(await fetch("/files/a/b.txt")), {
      route,
      params: { path: ["a", "b.txt"] },
    });
    assert.deepEqual(json(await fetch("/files")), { route, params: { path: [] } });
  });

  it("decodes parameters once", async () => {
    const { params } = json(await fetch("/users/a%20%C3%A4%2541")) as { params: unknown };
    assert.deepEqual(params, { id: "a ä%41" });
  });

  it("serves a path that holds an extension", async () => {
    const answer = await fetch("/feed.xml");
    assert.deepEqual(
      [answer.headers["content-type"], answer.body.toString()],
      ["application/xml; charset=utf-8", "<feed/>"],
    );
  });

  it("answers 404 for what no file handles, with the request ID", async () => {
    const answer = await fetch("/nothing/here");
    assert.equal(answer.headers["content-type"], "application/problem+json");
    assert.deepEqual(problem(answer), { status: 404, title: "Not Found" });
    assert.equal((await fetch("/__proto__")).status, 404);
    assert.equal((await fetch("/constructor/prototype")).status, 404);
  });

  it("refuses paths that climb, however they are encoded, and control characters", async () => {
    for (const path of [
      "/files/../x",
      "/files/%2e%2e/x",
      "/files/..%2Fx",
      "/files/a%00",
      "/files/a%0d%0ab",
    ])
      assert.deepEqual(
        [path, problem(await fetch(path))],
        [path, { status: 400, title: "Bad Request", detail: "The path is not valid" }],
      );
  });
}

export function describeBodies(post: Post): void {
  const echo = async (type: string | undefined, body: string | Uint8Array) =>
    json(await post("/echo", type, body));
  const object = (body: unknown) => ({ type: "object", body });

  it("parses JSON, also with a suffix, with parameters, and without a content type", async () => {
    assert.deepEqual(await echo("application/json", '\ufeff{"a":1}'), object({ a: 1 }));
    const types = ["application/json; charset=utf-8", "application/vnd.api+json", undefined];
    for (const type of types)
      assert.deepEqual(await echo(type, '{"a":[1,"ä"]}'), object({ a: [1, "ä"] }));
  });

  it("parses urlencoded forms, repeated keys as arrays", async () => {
    assert.deepEqual(
      await echo("application/x-www-form-urlencoded", "a=1&b=2&b=%C3%A4+x"),
      object({ a: "1", b: ["2", "ä x"] }),
    );
  });

  it("parses multipart forms with files", async () => {
    const body = [
      "--X",
      'Content-Disposition: form-data; name="title"',
      "",
      "hello",
      "--X",
      'Content-Disposition: form-data; name="doc"; filename="a.txt"',
      "Content-Type: text/plain",
      "",
      "content",
      "--X--",
      "",
    ].join("\r\n");
    assert.deepEqual(
      await echo("multipart/form-data; boundary=X", body),
      object({ title: "hello", doc: { file: "a.txt", type: "text/plain", text: "content" } }),
    );
  });

  it("hands text over as a string and anything else as bytes", async () => {
    assert.deepEqual(await echo("text/plain", "höhe"), { type: "string", body: "höhe" });
    const bytes = new Uint8Array([0, 255, 10]);
    assert.deepEqual(await echo("application/octet-stream", bytes), {
      type: "bytes",
      body: "00ff0a",
    });
    assert.deepEqual(await echo("image/png", bytes), { type: "bytes", body: "00ff0a" });
  });

  it("leaves the body undefined when there is none", async () => {
    assert.deepEqual(await echo("application/json", ""), { type: "none" });
  });

  it("answers 400 for bodies that cannot be read", async () => {
    const refused = async (type: string, body: string) => problem(await post("/echo", type, body));
    const bad = (detail: string) => ({ status: 400, title: "Bad Request", detail });
    assert.deepEqual(
      await refused("application/json", '{"a":'),
      bad("The body is not valid JSON: Unexpected end of JSON input"),
    );
    assert.deepEqual(
      await refused("multipart/form-data; boundary=X", "nothing of the kind"),
      bad("The body is not valid multipart/form-data"),
    );
    assert.deepEqual(
      await refused("multipart/form-data; boundary=", "--"),
      bad("The body is not valid multipart/form-data"),
    );
    assert.deepEqual(
      await refused("application/json", "[".repeat(100_000)),
      bad("The body is nested deeper than 1000 levels"),
    );
  });

  it("answers 400 for keys that reach a prototype", async () => {
    const refused = async (type: string, body: string) =>
      problem(await post("/echo", type, body)).detail;
    assert.deepEqual(
      [
        await refused("application/json", '{"a":{"__proto__":{"admin":true}}}'),
        await refused("application/json", '{"\\u005f_proto__":1}'),
        await refused("application/json", '{"constructor":{"prototype":{"admin":true}}}'),
        await refused("application/x-www-form-urlencoded", "__proto__=1"),
      ],
      [
        'The body has a key that is not allowed: "__proto__"',
        'The body has a key that is not allowed: "__proto__"',
        'The body has a key that is not allowed: "constructor"',
        'The body has a key that is not allowed: "__proto__"',
      ],
    );
  });

  it("answers 415 for a content type the route does not accept", async () => {
    const answer = await post("/accepts", "application/xml", "<a/>");
    assert.equal(answer.headers.accept, "application/json, text/*");
    assert.deepEqual(problem(answer), {
      status: 415,
      title: "Unsupported Media Type",
      detail: "The body is application/xml, must be application/json or text/*",
    });
    for (const type of ["application/json", "text/csv", undefined])
      assert.equal((await post("/accepts", type, "1")).body.toString(), "accepted");
  });
}

export function describeParts(fetch: Fetch): void {
  it("parses the query, repeated keys as arrays", async () => {
    const answer = await fetch("/echo?a=1&b=x&b=%C3%A4%26&c=");
    assert.deepEqual(json(answer), { query: { a: "1", b: ["x", "ä&"], c: "" }, cookies: {} });
  });

  it("parses cookies and gives headers in lower case", async () => {
    const answer = await fetch("/echo", { headers: { Cookie: "a=1; b=%20x", "X-Test": "yes" } });
    assert.deepEqual(json(answer), { query: {}, cookies: { a: "1", b: " x" }, header: "yes" });
  });

  it("answers 400 for a query key that reaches a prototype", async () => {
    assert.equal(
      problem(await fetch("/echo?__proto__=1")).detail,
      'The query has a key that is not allowed: "__proto__"',
    );
  });

  it("makes a Web Request of the same parts", async () => {
    const answer = await fetch("/web?x=1", {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "text",
    });
    assert.deepEqual(json(answer), {
      method: "POST",
      path: "/web?x=1",
      type: "text/plain",
      text: "text",
    });
  });
}
