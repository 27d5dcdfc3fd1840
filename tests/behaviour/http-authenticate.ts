import assert from "node:assert/strict";
import { signToken } from "../support/key-server.ts";
import { type Fetch, json, problem } from "./http-answer.ts";

export function describeAuthenticate(fetch: Fetch, output: () => string): void {
  const as = (user: string, path = "/members", headers: Record<string, string> = {}) =>
    fetch(path, { headers: { "x-user": user, ...headers } });

  it("hands the user to the handler", async () => {
    assert.deepEqual(json(await as("ann")), { user: { id: "ann", role: "member" } });
    const copied = await fetch("/members", { method: "POST", headers: { "x-user": "ann" } });
    assert.deepEqual(json(copied), { id: "ann", role: "member" });
  });

  it("takes null for nobody in particular, who goes on", async () => {
    assert.deepEqual(json(await as("nobody")), { user: null });
  });

  it("answers 401 to undefined, and names a scheme", async () => {
    const answer = await fetch("/members");
    assert.deepEqual(problem(answer), { status: 401, title: "Unauthorized" });
    assert.equal(answer.headers["www-authenticate"], 'Bearer realm="api"');
  });

  it("sends what is thrown: an HttpError, or a response", async () => {
    const { status, detail } = problem(await as("blocked"));
    assert.deepEqual([status, detail], [403, "You are blocked"]);
    const redirected = await as("login");
    assert.deepEqual([redirected.status, redirected.headers.location], [302, "/login"]);
  });

  it("answers 500 when it throws anything else, or returns what is no user", async () => {
    assert.deepEqual(problem(await as("crash")), { status: 500, title: "Internal Server Error" });
    assert.deepEqual(problem(await as("nameless")), {
      status: 500,
      title: "Internal Server Error",
    });
    const reason =
      'authenticate returned an object whose "id" is undefined, must be a user { id: "…" }, null or undefined';
    assert.ok(output().includes(reason), output());
    assert.ok(!output().includes("s3cret"));
  });

  it("asks only the nearest one: of the route, of its folder, of those above", async () => {
    assert.deepEqual(json(await as("ann", "/members/vip")), {
      user: { id: "ann", role: "member" },
    });
    assert.deepEqual(json(await fetch("/members/vip/own")), { user: { id: "own" } });
  });

  it("lets everybody in where the nearest one is null", async () => {
    assert.deepEqual(json(await as("ann", "/members/open")), { user: null });
  });

  it("lets nobody in where the nearest one is neither a function nor null", async () => {
    assert.deepEqual(problem(await as("ann", "/members/vip/unset")).status, 500);
    assert.match(
      output(),
      /"authenticate" is undefined, must be a function, or null to let everybody in/,
    );
  });

  it("asks before any onRequest, which finds the user", async () => {
    assert.equal((await fetch("/members", { headers: { "x-stop": "1" } })).status, 401);
    assert.deepEqual(json(await as("ann", "/members", { "x-stop": "1" })), {
      stopped: { id: "ann", role: "member" },
    });
    assert.deepEqual(json(await as("guest", "/members/vip")), { refused: "guest" });
    assert.deepEqual(json(await as("early")), { user: { id: "null" } });
  });

  it("takes a token that is signed with its secret, and answers 401 to any other", async () => {
    const secret = Buffer.from("known to everybody who can read this");
    const token = await signToken(secret, { alg: "HS256" });
    const send = (authorization: string) => fetch("/token", { headers: { authorization } });
    assert.deepEqual(json(await send(`Bearer ${token}`)), { user: { id: "ann" } });
    assert.deepEqual(problem(await send(`Bearer x${token}`)), {
      status: 401,
      title: "Unauthorized",
      detail: "The token cannot be read",
    });
    assert.equal((await fetch("/token")).headers["www-authenticate"], 'Bearer realm="api"');
  });

  it("lets onResponse see the answer to somebody who is turned away", async () => {
    assert.equal((await fetch("/members")).headers["x-seen-user"], "undefined");
    assert.equal((await as("ann")).headers["x-seen-user"], "ann");
  });
}
