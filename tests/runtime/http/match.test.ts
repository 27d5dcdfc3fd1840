import assert from "node:assert/strict";
import fc from "fast-check";
import { compareSpecificity, parseRouteFile, type Segment } from "../../../manifest/route-path.ts";
import { createRouteTree } from "../../../manifest/route-tree.ts";
import { createParams, matchRoute, splitPath } from "../../../runtime/http/match.ts";

describe("matchRoute()", () => {
  it("backtracks when a more specific branch ends nowhere", () => {
    const match = matcher(["users/new.ts", "users/[id]/posts.ts", "[...all].ts"]);
    assert.equal(match("/users/new"), "/users/new");
    assert.equal(match("/users/new/posts"), "/users/[id]/posts");
    assert.equal(match("/users/new/comments"), "/[...all]");
  });

  it("gives values in the order of the path, an empty array to a catch-all of nothing", () => {
    const tree = createRouteTree([segmentsOf("a/[b]/[...c].ts")]);
    assert.deepEqual(matchRoute(tree, ["a", "x", "y", "z"]), {
      route: 0,
      values: ["x", ["y", "z"]],
    });
    assert.deepEqual(matchRoute(tree, ["a", "x"]), { route: 0, values: ["x", []] });
    assert.deepEqual(createParams(["b", "c"], ["x", []]), { b: "x", c: [] });
  });

  it("never gives an empty segment to a parameter", () => {
    assert.equal(matcher(["users/[id]/posts.ts"])("/users//posts"), undefined);
  });

  it("treats names of Object.prototype as ordinary segments", () => {
    const match = matcher(["__proto__/constructor.ts", "toString.ts"]);
    assert.equal(match("/__proto__/constructor"), "/__proto__/constructor");
    assert.equal(match("/toString"), "/toString");
    assert.equal(match("/valueOf"), undefined);
  });

  it("finds the first of the routes sorted by specificity that matches", () => {
    const name = fc.constantFrom("a", "b", "[p]");
    const file = fc
      .tuple(fc.array(name, { maxLength: 3 }), fc.constantFrom("", "[...rest]"))
      .map(([names, rest]) => [
        ...names.map((text, i) => (text === "[p]" ? `[p${i}]` : text)),
        rest,
      ])
      .map((names) => `${names.filter((text) => text !== "").join("/") || "index"}.ts`);
    const path = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(file, { maxLength: 8 }), path, (files, segments) => {
        const sorted = files.map(segmentsOf).sort(compareSpecificity);
        const expected = sorted.findIndex((route) => matches(route, segments));
        const found = matchRoute(createRouteTree(sorted), segments)?.route ?? -1;
        assert.equal(found, expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe("splitPath()", () => {
  it("drops one trailing slash", () => {
    assert.deepEqual(["/", "", "/a", "/a/", "/a//"].map(splitPath), [
      [],
      [],
      ["a"],
      ["a"],
      ["a", ""],
    ]);
  });

  it("refuses dots that climb and control characters", () => {
    const paths = ["/..", "/a/../b", "/a/.", "/a\u0000", "/a\r\nb", "/a\u007f"];
    assert.deepEqual(paths.map(splitPath), Array(paths.length).fill(undefined));
    assert.deepEqual(splitPath("/...a/..b/.c"), ["...a", "..b", ".c"]);
  });
});

function matcher(files: readonly string[]) {
  const paths = files.map((file) => `/${file.replace(/\.ts$/, "")}`);
  const tree = createRouteTree(files.map(segmentsOf));
  return (path: string) => {
    const match = matchRoute(tree, splitPath(path) ?? []);
    return match && paths[match.route];
  };
}

function segmentsOf(file: string): readonly Segment[] {
  const route = parseRouteFile(file);
  if ("message" in route) throw new Error(route.message);
  return route.segments;
}

/** The rule as it is told to users, without a tree. */
function matches(route: readonly Segment[], path: readonly string[]): boolean {
  const hasRest = route.at(-1)?.kind === "rest";
  const fixed = hasRest ? route.slice(0, -1) : route;
  if (hasRest ? path.length < fixed.length : path.length !== fixed.length) return false;
  return fixed.every((segment, i) => segment.kind !== "static" || segment.text === path[i]);
}
