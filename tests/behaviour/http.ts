import assert from "node:assert/strict";
import { type Harness, type RequestOptions, useHarness } from "./harness.ts";
import { json } from "./http-answer.ts";
import { describeAuthenticate } from "./http-authenticate.ts";
import {
  describeDeadline,
  describeMethods,
  describeMiddleware,
  describeValidation,
} from "./http-flow.ts";
import { describePages } from "./http-pages.ts";
import { describeBodies, describeParts, describeRouting } from "./http-requests.ts";
import {
  describeCaching,
  describeCors,
  describeErrors,
  describeResults,
} from "./http-responses.ts";

/** What every adapter must answer over HTTP. */
export function describeHttpBehaviour(name: string, start: () => Promise<Harness>): void {
  describe(`HTTP behaviour of ${name}`, () => {
    const harness = useHarness(start);
    const fetch = (path: string, init?: RequestOptions) => harness().fetch(path, init);
    const post = (path: string, type: string | undefined, body: string | Uint8Array) =>
      fetch(path, {
        method: "POST",
        headers: type === undefined ? {} : { "content-type": type },
        body,
      });

    describe("routing", () => describeRouting(fetch));
    describe("request body", () => describeBodies(post));
    describe("request parts", () => describeParts(fetch));
    describe("results", () => describeResults(fetch));
    describe("pages", () => describePages(fetch, () => harness().output()));
    describe("errors", () => describeErrors(fetch, () => harness().output()));
    describe("methods", () => describeMethods(fetch, post));
    describe("CORS", () => describeCors(fetch));
    describe("caching and compression", () => describeCaching(fetch));
    describe("middleware", () => describeMiddleware(fetch));
    describe("authenticate", () => describeAuthenticate(fetch, () => harness().output()));
    describe("validation", () => describeValidation(post));
    describe("deadline", () => describeDeadline(fetch, () => harness().output()));

    it("warms up before the first handler, and the live binding is seen", async () => {
      assert.deepEqual(json(await fetch("/settings")), { color: "blue" });
    });

    it("makes URLs of its own routes, which no client can turn to another host", async () => {
      const headers = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
      const links = json(await fetch("/links/7", { headers })) as Record<string, string>;
      const { origin } = new URL(links.self ?? "");
      assert.ok(!origin.includes("evil"), origin);
      assert.deepEqual(links, {
        user: `${origin}/users/7?tab=all`,
        files: `${origin}/files/7/a%20b`,
        self: `${origin}/links/7`,
        external: "https://example.com/",
      });
    });

    it("mounts a fetch app in one line", async () => {
      assert.deepEqual(json(await fetch("/hono/users/7?page=2")), { id: "7", page: "2" });
      const created = await fetch("/hono/users", { method: "POST", body: '{"name":"Ann"}' });
      assert.deepEqual([created.status, json(created)], [201, { name: "Ann" }]);
      assert.equal((await fetch("/hono/nothing")).status, 404);
    });
  });
}
