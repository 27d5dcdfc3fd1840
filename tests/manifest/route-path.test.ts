import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compareSpecificity,
  formatPath,
  parseRouteFile,
  type RoutePath,
  routeShape,
} from "../../manifest/route-path.ts";

describe("parseRouteFile()", () => {
  it("drops index and the extension", () => {
    assert.deepEqual(
      ["index.ts", "users.ts", "users/index.js", "index/users.mts", "index/index.cjs"].map(pathOf),
      ["/", "/users", "/users", "/index/users", "/index"],
    );
  });

  it("keeps an extension that is part of the path", () => {
    assert.deepEqual(
      ["feed.xml.ts", "index.html.ts", "v1.2/a.b.c.tsx", ".well-known/acme.ts"].map(pathOf),
      ["/feed.xml", "/index.html", "/v1.2/a.b.c", "/.well-known/acme"],
    );
  });

  it("tells static segments, parameters and a catch-all apart", () => {
    assert.deepEqual(parseRouteFile("users/[userId]/files/[...path].ts"), {
      path: "/users/[userId]/files/[...path]",
      segments: [
        { kind: "static", text: "users" },
        { kind: "param", name: "userId" },
        { kind: "static", text: "files" },
        { kind: "rest", name: "path" },
      ],
      params: ["userId", "path"],
    });
  });

  it("takes letters of any language, in their composed form", () => {
    assert.equal(pathOf("cafe\u0301/日本語.ts"), "/caf\u00e9/日本語");
  });

  it("says what to name a parameter of another framework", () => {
    assert.deepEqual(
      [":id.ts", "{id}.ts", "[[...all]].ts", "*.ts", "**.ts", "[id", "a[id].ts", "[].ts"].map(
        fixOf,
      ),
      [
        'Name it "[id]"',
        'Name it "[id]"',
        'Name it "[...all]", which matches zero segments as well',
        'Name it "[...rest]"',
        'Name it "[...rest]"',
        "Leave out spaces and ? # % \\ [ ] { } * :",
        'A parameter is a whole segment, "[id]", named with letters, digits, "_" and "-"',
        'A parameter is a whole segment, "[id]", named with letters, digits, "_" and "-"',
      ],
    );
  });

  it("makes either a path or an error of any name, and the same path of that path again", () => {
    const part = fc.constantFrom(
      ...[
        "a",
        "B",
        "index",
        ".",
        "/",
        "[",
        "]",
        "...",
        "id",
        "-",
        "_",
        " ",
        "%",
        "?",
        "é",
        "\u0301",
      ],
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 10 }), (parts) => {
        const parsed = parseRouteFile(`${parts.join("")}.ts`);
        if ("message" in parsed) {
          assert.notEqual(parsed.fix, "");
          return;
        }
        assert.equal(parsed.path, formatPath(parsed.segments));
        assert.ok(!/[\s%?]/.test(parsed.path));
        const again = parseRouteFile(`${parsed.path.slice(1)}/index.ts`.replace(/^\//, ""));
        assert.deepEqual(again, parsed);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("routeShape()", () => {
  it("is equal for routes that differ in the names of parameters", () => {
    assert.equal(shapeOf("users/[id]/[...a].ts"), shapeOf("users/[name]/[...b].ts"));
    assert.notEqual(shapeOf("users/[id].ts"), shapeOf("users/[...id].ts"));
  });
});

describe("compareSpecificity()", () => {
  it("puts static before parameter before catch-all, segment by segment", () => {
    const files = [
      "[...rest].ts",
      "[page].ts",
      "users/[...path].ts",
      "users/[id].ts",
      "[page]/edit.ts",
      "users/[id]/edit.ts",
      "users.ts",
      "users/me.ts",
      "index.ts",
      "[page]/[...rest].ts",
    ];
    const sorted = files.map(parse).sort((a, b) => compareSpecificity(a.segments, b.segments));
    assert.deepEqual(
      sorted.map(({ path }) => path),
      [
        "/",
        "/users",
        "/users/me",
        "/users/[id]",
        "/users/[id]/edit",
        "/users/[...path]",
        "/[page]",
        "/[page]/edit",
        "/[page]/[...rest]",
        "/[...rest]",
      ],
    );
  });
});

function parse(file: string): RoutePath {
  const parsed = parseRouteFile(file);
  if ("message" in parsed) throw new Error(parsed.message);
  return parsed;
}

function pathOf(file: string): string {
  return parse(file).path;
}

function shapeOf(file: string): string {
  return routeShape(parse(file).segments);
}

function fixOf(file: string): string {
  const parsed = parseRouteFile(file);
  return "message" in parsed ? parsed.fix : parsed.path;
}
