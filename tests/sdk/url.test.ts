import assert from "node:assert/strict";
import fc from "fast-check";
import { parseRouteFile } from "../../manifest/route-path.ts";
import { createRouteTree } from "../../manifest/route-tree.ts";
import { createParams, matchRoute, splitPath } from "../../runtime/http/match.ts";
import { url } from "../../sdk/url.ts";
import { createInvocation } from "../support/invocation.ts";

const ROUTES = ["/", "/orders/[id]", "/files/[...path]", "/feed.xml", "/[shop]/über uns/[page]"];
const SITE = { url: "https://shop.example", routes: () => ROUTES };

function run<T>(code: () => T, site: { url: string; routes?: () => readonly string[] } = SITE): T {
  return createInvocation([], { site }).run(code);
}

describe("url", () => {
  it("puts the address of the backend before the path of a route", () => {
    assert.equal(
      run(() => url("/")),
      "https://shop.example/",
    );
    assert.equal(
      run(() => url("/feed.xml")),
      "https://shop.example/feed.xml",
    );
  });

  it("puts parameters into the path, encoded; a catch-all takes a list", () => {
    assert.deepEqual(
      run(() => [
        url("/orders/[id]", { id: 17 }),
        url("/orders/[id]", { id: "a b?ä%" }),
        url("/files/[...path]", { path: ["a", 1, "c#d"] }),
        url("/files/[...path]", { path: [] }),
        url("/[shop]/über uns/[page]", { shop: "x", page: "y" }),
      ]),
      [
        "https://shop.example/orders/17",
        "https://shop.example/orders/a%20b%3F%C3%A4%25",
        "https://shop.example/files/a/1/c%23d",
        "https://shop.example/files",
        "https://shop.example/x/%C3%BCber%20uns/y",
      ],
    );
  });

  it("adds a query: a list repeats its key, null and undefined leave it out", () => {
    const query = { a: 1, b: ["x y", true], c: null, d: undefined, "e&": "+" };
    assert.equal(
      run(() => url("/", {}, query)),
      "https://shop.example/?a=1&b=x%20y&b=true&e%26=%2B",
    );
  });

  it("makes the URLs of one route, or of the route of the file itself", () => {
    const order = url.for("/orders/[id]");
    const meta = { url: "file:///shop/backend/api/orders/%5Bid%5D.ts" } as ImportMeta;
    const index = { url: "file:///shop/backend/api/index.tsx" } as ImportMeta;
    const self = url.self<"/orders/[id]">(meta);
    assert.deepEqual(
      run(() => [order({ id: 1 }, { page: 2 }), self({ id: 1 }), url.self(index)()]),
      [
        "https://shop.example/orders/1?page=2",
        "https://shop.example/orders/1",
        "https://shop.example/",
      ],
    );
    // What the build writes in place of `import.meta`
    const written = url.self("/orders/[id]" as unknown as ImportMeta);
    assert.equal(
      run(() => written({ id: 1 })),
      "https://shop.example/orders/1",
    );
    assert.throws(() => url.self({ url: "file:///shop/lib/db.ts" } as ImportMeta), {
      message:
        'Cannot find the route of "file:///shop/lib/db.ts": call url.self(import.meta) in a route',
    });
    assert.throws(() => url.self("email" as unknown as ImportMeta), {
      message: 'Cannot find the route of "email": call url.self(import.meta) in a route',
    });
  });

  it("takes external URLs as they are, with a query, also where no invocation is running", () => {
    assert.equal(url("https://example.com/a?b=1"), "https://example.com/a?b=1");
    assert.equal(url("mailto:ann@example.com"), "mailto:ann@example.com");
    assert.equal(
      url("https://example.com/a?b=1#c", {}, { d: "x y" }),
      "https://example.com/a?b=1&d=x%20y#c",
    );
    assert.equal(
      url("mailto:ann@example.com", {}, { subject: "Hello you" }),
      "mailto:ann@example.com?subject=Hello%20you",
    );
    assert.throws(() => url("https://"), { message: '"https://" is no URL' });
    assert.throws(() => url("https://a.example/[id]", { id: 1 } as never), {
      message: 'Cannot put "id" into "https://a.example/[id]": it is no route',
    });
  });

  it("refuses a route that is not there, and names the one that was probably meant", () => {
    const refusal = (path: string, routes: readonly string[] = ROUTES) => {
      let message = "";
      try {
        run(() => url(path), { ...SITE, routes: () => routes });
      } catch (error) {
        message = (error as Error).message;
      }
      return message;
    };
    assert.deepEqual(
      [
        refusal("/order/[id]"),
        refusal("/nowhere/else/at/all", ["/b", "/a"]),
        refusal("//evil.example", []),
        refusal("javascript:alert(1)", []),
      ],
      [
        'No route "/order/[id]". Did you mean "/orders/[id]"?',
        'No route "/nowhere/else/at/all". Routes: /a, /b',
        'No route "//evil.example". This backend has no routes',
        'No route "javascript:alert(1)". This backend has no routes',
      ],
    );
    const many = Array.from({ length: 30 }, (_, number) => `/a${number}`);
    assert.match(refusal("/xxxxxxxxxxxx", many), /\. Routes: \/a0, \/a1, .*, \/a26, …$/);
  });

  it("refuses values that would lead to another route, all at once", () => {
    assert.throws(
      () => run(() => url("/[shop]/über uns/[page]", { shop: "..", id: 1 } as never)),
      new TypeError(
        'Cannot create the URL of "/[shop]/über uns/[page]": "shop" is "..", which clients resolve; "page" is undefined, must be a string or a number; it has no parameter "id"',
      ),
    );
    const reason = (id: unknown) => {
      try {
        run(() => url("/orders/[id]", { id } as never));
      } catch (error) {
        return (error as Error).message.replace('Cannot create the URL of "/orders/[id]": ', "");
      }
      return "";
    };
    assert.deepEqual(["", "a/b", "a\n", Number.NaN, null, ["a"]].map(reason), [
      '"id" is empty',
      '"id" is "a/b": a slash, also encoded, begins another segment',
      '"id" is "a\\n": no route takes control characters',
      '"id" is NaN, must be a string or a number',
      '"id" is null, must be a string or a number',
      '"id" is a, must be a string or a number',
    ]);
    assert.throws(() => run(() => url("/files/[...path]", { path: "a/b" } as never)), {
      message:
        'Cannot create the URL of "/files/[...path]": "path" is "a/b", must be a list of segments',
    });
    assert.throws(() => run(() => url("/files/[...path]", { path: ["a", ""] })), {
      message: 'Cannot create the URL of "/files/[...path]": "path[1]" is empty',
    });
  });

  it("refuses where there is no invocation, or no address", () => {
    assert.throws(() => url("/"), {
      message:
        'Cannot create the URL of "/": no invocation is running. Call it from a handler, middleware or warmup(); in a test, use queuerun/testing',
    });
    assert.throws(() => run(() => url("/"), { ...SITE, url: "" }), {
      message:
        'Cannot create the URL of "/": this function does not know its own address, which only an HTTP API gives it',
    });
  });

  it("makes URLs that lead back to the route with the same values, or none", () => {
    const paths = ROUTES.map((path) => parseRouteFile(`${path.slice(1)}.ts`));
    const routes = paths.flatMap((route) => ("path" in route ? [route] : []));
    const tree = createRouteTree(routes.map(({ segments }) => segments));
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("..", ".", "a/b", "%2F"));
    const values = fc.record({ id: text, path: fc.array(text), shop: text, page: text });
    fc.assert(
      fc.property(fc.constantFrom(...routes), values, (route, all) => {
        const params = Object.fromEntries(
          route.params.map((name) => [name, all[name as keyof typeof all]]),
        );
        let made: string;
        try {
          made = run(() => url(route.path, params));
        } catch (error) {
          return assert.ok(error instanceof TypeError);
        }
        // As API Gateway decodes it
        const match = matchRoute(tree, splitPath(decodeURIComponent(new URL(made).pathname)) ?? []);
        assert.ok(match !== undefined);
        const expected = JSON.stringify(params, (_, value) =>
          typeof value === "string" ? value.toWellFormed() : value,
        );
        assert.equal(JSON.stringify(createParams(route.params, match.values)), expected);
      }),
      { numRuns: 500 },
    );
  });
});
