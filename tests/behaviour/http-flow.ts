import assert from "node:assert/strict";
import type { RequestOptions } from "./harness.ts";
import { type Fetch, json, type Post, problem, requestId } from "./http-answer.ts";

export function describeMethods(fetch: Fetch, post: Post): void {
  it("answers 405 with the methods that are allowed", async () => {
    const answer = await fetch("/users/7", { method: "PUT" });
    assert.equal(answer.headers.allow, "GET, HEAD, DELETE, OPTIONS");
    assert.deepEqual(problem(answer), { status: 405, title: "Method Not Allowed" });
    assert.equal((await fetch("/users/7", { method: "DELETE" })).status, 204);
  });

  it("answers HEAD as GET without the body", async () => {
    const answer = await fetch("/users/me", { method: "HEAD" });
    assert.deepEqual(
      [answer.status, answer.headers["content-type"], answer.body.length],
      [200, "application/json", 0],
    );
  });

  it("answers OPTIONS with the methods that are allowed", async () => {
    const answer = await fetch("/users/7", { method: "OPTIONS" });
    assert.deepEqual(
      [answer.status, answer.headers],
      [204, { allow: "GET, HEAD, DELETE, OPTIONS" }],
    );
  });

  it("limits a default export to the methods of its config", async () => {
    assert.equal((await fetch("/only-get")).body.toString(), "default");
    assert.equal((await post("/only-get", undefined, "1")).body.toString(), "default");
    const refused = await fetch("/only-get", { method: "DELETE" });
    assert.deepEqual([refused.status, refused.headers.allow], [405, "GET, HEAD, POST, OPTIONS"]);
  });
}

export function describeMiddleware(fetch: Fetch): void {
  const order = async (init?: RequestOptions) => {
    const { status, headers, cookies, body } = await fetch("/outer/inner/order", init);
    return { status, order: headers["x-order"], cookies, body: body.toString() };
  };
  const cookies = ["inner=1; Path=/; HttpOnly; SameSite=Lax"];
  const failing = (body: object) => ({ method: "POST", body: JSON.stringify(body) });

  it("runs onResponse innermost first; it may change status, headers and cookies", async () => {
    assert.deepEqual(await order(), {
      status: 203,
      order: "route,inner,outer",
      cookies,
      body: "handled",
    });
  });

  it("runs onRequest outermost first; a returned value answers", async () => {
    const outer = await order({ headers: { "x-stop": "outer" } });
    assert.deepEqual([outer.status, outer.body], [403, "stopped outside"]);
    assert.equal((await order({ headers: { "x-stop": "inner" } })).body, "stopped inside");
  });

  it("runs onError innermost first; a returned value answers", async () => {
    assert.deepEqual(await order(failing({ message: "for inner" })), {
      status: 409,
      order: "route,inner,outer",
      cookies,
      body: '{"caught":"inner"}',
    });
    const outer = await order(failing({ message: "other" }));
    assert.deepEqual([outer.status, outer.body], [500, '{"caught":"outer","message":"other"}']);
  });

  it("does not offer an HttpError to onError, but its answer to onResponse", async () => {
    const answer = await order(failing({ status: 402, message: "Pay first" }));
    assert.deepEqual([answer.status, answer.order], [402, "route,inner,outer"]);
  });
}

export function describeValidation(post: Post): void {
  it("hands the schema's output to the handler, and the rest of the request unchanged", async () => {
    const answer = await post("/validated?limit=5", undefined, '{"name":"Ann","extra":1}');
    assert.deepEqual(
      [answer.status, json(answer)],
      [201, { body: { name: "Ann", age: 18 }, query: { limit: 5 } }],
    );
  });

  it("answers 422 with all issues of all parts", async () => {
    const answer = await post("/validated?limit=500", undefined, '{"name":"A","age":"x"}');
    assert.deepEqual(problem(answer), {
      status: 422,
      title: "Unprocessable Content",
      detail: "The request does not fit the schema",
      errors: [
        { detail: "Invalid value: Expected <=100 but received 500", pointer: "#/query/limit" },
        { detail: "too short", pointer: "#/body/name" },
        { detail: 'Invalid type: Expected number but received "x"', pointer: "#/body/age" },
      ],
    });
  });
}

export function describeDeadline(fetch: Fetch, output: () => string): void {
  it("answers 504 when the handler takes too long, and its signal aborts", async () => {
    const answer = await fetch("/slow", { method: "POST" });
    assert.deepEqual(problem(answer), { status: 504, title: "Gateway Timeout" });
    assert.match(
      output(),
      new RegExp(`POST /slow timed out after 1 s \\(request ${requestId(answer)}\\)`),
    );
  });

  it("aborts the signal when the handler is done", async () => {
    assert.deepEqual(json(await fetch("/slow", { method: "PUT" })), { aborted: false });
    assert.deepEqual(json(await fetch("/slow")), { aborted: "The handler is done" });
  });
}
