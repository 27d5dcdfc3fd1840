import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { RequestOptions } from "./harness.ts";
import { etagOf, type Fetch, problem, requestId } from "./http-answer.ts";

export function describeResults(fetch: Fetch): void {
  const result = async (kind: string, init?: RequestOptions) => {
    const { status, headers, cookies, body } = await fetch(`/results/${kind}`, init);
    return { status, headers, cookies, body: body.toString("latin1") };
  };
  const ok = (type: string, body: string) => ({
    status: 200,
    headers: { "content-type": type, etag: etagOf(body) },
    cookies: [],
    body,
  });

  it("sends objects as JSON, strings as text, bytes as they are", async () => {
    assert.deepEqual(await result("object"), ok("application/json", '{"ok":true}'));
    assert.deepEqual(await result("number"), ok("application/json", "42"));
    assert.deepEqual(await result("string"), ok("text/plain; charset=utf-8", "plain"));
    assert.deepEqual(await result("buffer"), ok("application/octet-stream", "\x00\x01\x02\xff"));
    for (const kind of ["buffers", "view"])
      assert.deepEqual(await result(kind), ok("application/octet-stream", "\x00\x01\x02\xff"));
    assert.deepEqual(await result("blob"), ok("image/svg+xml", "<a/>"));
    assert.deepEqual(await result("latin1"), ok("application/json", '"\xff"'));
    assert.deepEqual(await result("html"), {
      ...ok("text/html; charset=utf-8", "<p>ä</p>"),
      body: Buffer.from("<p>ä</p>").toString("latin1"),
    });
  });

  it("answers 204 for null and undefined", async () => {
    const empty = { status: 204, headers: {}, cookies: [], body: "" };
    assert.deepEqual(await result("null"), empty);
    assert.deepEqual(await result("undefined"), empty);
  });

  it("sends the status, headers and cookies of a reply", async () => {
    assert.deepEqual(await result("reply"), {
      status: 201,
      headers: { "content-type": "application/json", location: "/orders/7", "x-count": "3" },
      cookies: [
        "seen=1; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax",
        "theme=dark; Path=/; HttpOnly; SameSite=Lax",
        "old=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
      ],
      body: '{"id":7}',
    });
  });

  it("redirects, and encodes what would start another header", async () => {
    assert.deepEqual(await result("redirect"), {
      status: 302,
      headers: { location: "/next?a=%C3%A4%0D%0Aset-cookie:%20x=1" },
      cookies: [],
      body: "",
    });
    assert.equal((await result("permanent")).status, 308);
  });

  it("sends a Response with all its cookies, and buffers its stream", async () => {
    assert.deepEqual(await result("response"), {
      status: 202,
      headers: { "content-type": "text/plain" },
      cookies: ["a=1; Path=/", "b=2; Path=/"],
      body: "made",
    });
    assert.equal((await result("stream")).body, "\x01\x02\x03");
  });

  it("answers 500 for what cannot be sent", async () => {
    for (const kind of ["events", "networkError", "header", "circular", "map", "large"])
      assert.deepEqual(
        [kind, problem(await fetch(`/results/${kind}`))],
        [kind, { status: 500, title: "Internal Server Error" }],
      );
  });
}

export function describeErrors(fetch: Fetch, output: () => string): void {
  it("answers 500 without a detail, and logs the error with the request ID", async () => {
    const answer = await fetch("/errors/error");
    assert.deepEqual(problem(answer), { status: 500, title: "Internal Server Error" });
    assert.match(
      output(),
      new RegExp(`GET /errors/\\[kind\\] failed \\(request ${requestId(answer)}\\)`),
    );
    assert.match(output(), /secret: the password is 1234/);
    for (const kind of ["string", "undefined"])
      assert.equal((await fetch(`/errors/${kind}`)).status, 500);
  });

  it("sends a thrown HttpError with its detail, headers and extensions", async () => {
    const answer = await fetch("/errors/teapot");
    assert.equal(answer.headers["x-pot"], "tea");
    assert.deepEqual(problem(answer), {
      status: 418,
      title: "I'm a teapot",
      detail: "No coffee",
      pot: 1,
    });
  });

  it("never sends the detail of a server error", async () => {
    const answer = await fetch("/errors/unavailable");
    assert.equal(answer.headers["retry-after"], "5");
    assert.deepEqual(problem(answer), { status: 503, title: "Service Unavailable" });
  });

  it("sends a thrown Response and a thrown redirect", async () => {
    const response = await fetch("/errors/response");
    assert.deepEqual([response.status, response.body.toString()], [409, "thrown"]);
    const redirect = await fetch("/errors/redirect");
    assert.deepEqual([redirect.status, redirect.headers.location], [302, "/login"]);
  });
}

export function describeCaching(fetch: Fetch): void {
  it("answers 304 when the client has the response", async () => {
    const { headers } = await fetch("/results/string");
    for (const tag of [headers.etag, `"other", ${headers.etag}`, "*"]) {
      const answer = await fetch("/results/string", { headers: { "if-none-match": String(tag) } });
      assert.deepEqual(
        [answer.status, answer.headers, answer.body.length],
        [304, { etag: headers.etag }, 0],
      );
    }
    const large = await fetch("/results/compressible");
    const etag = String(large.headers.etag);
    const known = await fetch("/results/compressible", { headers: { "if-none-match": etag } });
    assert.deepEqual([known.status, known.headers], [304, { etag, vary: "Accept-Encoding" }]);
    const changed = await fetch("/results/string", { headers: { "if-none-match": '"other"' } });
    assert.equal(changed.status, 200);
  });

  it("sets Cache-Control from seconds, text or a function, and leaves the ETag out when asked", async () => {
    assert.equal((await fetch("/cache/seconds")).headers["cache-control"], "private, max-age=60");
    assert.equal((await fetch("/cache/text")).headers["cache-control"], "public, max-age=5");
    assert.equal((await fetch("/cache/off")).headers.etag, undefined);
  });

  it("compresses as the client accepts", async () => {
    const text = "compress me ".repeat(500);
    const ask = (encoding: string) =>
      fetch("/results/compressible", { headers: { "accept-encoding": encoding } });
    const brotli = await ask("gzip, deflate, br");
    assert.deepEqual(
      [
        brotli.headers["content-encoding"],
        brotli.headers.vary,
        brotliDecompressSync(brotli.body).toString(),
      ],
      ["br", "Accept-Encoding", text],
    );
    const gzip = await ask("gzip;q=1, br;q=0");
    assert.deepEqual(
      [gzip.headers["content-encoding"], gunzipSync(gzip.body).toString()],
      ["gzip", text],
    );
    const plain = await ask("identity");
    assert.deepEqual([plain.headers["content-encoding"], plain.body.toString()], [undefined, text]);
  });
}

export function describeCors(fetch: Fetch): void {
  const preflight = (path: string, origin: string) =>
    fetch(path, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-custom",
      },
    });

  it("opens a route to all origins, without credentials, also for errors", async () => {
    const headers = { origin: "https://any.example" };
    assert.equal(
      (await fetch("/cors/open", { headers })).headers["access-control-allow-origin"],
      "*",
    );
    const failed = await fetch("/cors/open", { method: "POST", headers });
    assert.deepEqual([failed.status, failed.headers["access-control-allow-origin"]], [500, "*"]);
    const { status, headers: answer } = await preflight("/cors/open", "https://any.example");
    assert.equal(status, 204);
    assert.deepEqual(answer, {
      allow: "GET, HEAD, POST, OPTIONS",
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
      "access-control-allow-headers": "x-custom",
      "access-control-max-age": "600",
    });
  });

  it("opens a route to listed origins only", async () => {
    assert.deepEqual((await preflight("/cors/listed", "https://app.example.com")).headers, {
      allow: "GET, HEAD, OPTIONS",
      vary: "Origin",
      "access-control-allow-origin": "https://app.example.com",
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "GET, HEAD, OPTIONS",
      "access-control-allow-headers": "authorization",
      "access-control-max-age": "3600",
    });
    assert.deepEqual((await preflight("/cors/listed", "https://evil.example")).headers, {
      allow: "GET, HEAD, OPTIONS",
      vary: "Origin",
    });
  });

  it("answers a preflight itself, and leaves any other OPTIONS to the route", async () => {
    const { status, headers } = await preflight("/cors/options", "https://any.example");
    assert.deepEqual([status, headers.allow], [204, "GET, HEAD, OPTIONS"]);
    const own = await fetch("/cors/options", { method: "OPTIONS" });
    assert.deepEqual([own.status, own.body.toString()], [200, "the route's own"]);
  });

  it("adds nothing to a route without CORS", async () => {
    const { headers } = await fetch("/users/me", { headers: { origin: "https://any.example" } });
    assert.equal(headers["access-control-allow-origin"], undefined);
  });
}
