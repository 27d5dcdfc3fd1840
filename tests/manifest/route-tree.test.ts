import assert from "node:assert/strict";
import fc from "fast-check";
import type { RouteTree } from "../../manifest/entry.ts";
import { compareSpecificity, routeShape, type Segment } from "../../manifest/route-path.ts";
import { createRouteTree } from "../../manifest/route-tree.ts";

const text = (name: string): Segment => ({ kind: "static", text: name });
const PARAM: Segment = { kind: "param", name: "id" };
const REST: Segment = { kind: "rest", name: "rest" };

describe("createRouteTree()", () => {
  it("numbers routes by their index", () => {
    const tree = createRouteTree([[], [text("users"), PARAM], [text("users"), REST], [REST]]);
    assert.deepEqual(JSON.parse(JSON.stringify(tree)), {
      route: 0,
      statics: { users: { param: { route: 1 }, rest: 2 } },
      rest: 3,
    });
  });

  it("has no trouble with segments that objects have members of", () => {
    const names = ["__proto__", "constructor", "toString"];
    const tree = JSON.parse(JSON.stringify(createRouteTree(names.map((name) => [text(name)]))));
    assert.deepEqual(
      names.map((name) => Object.getOwnPropertyDescriptor(tree.statics, name)?.value),
      [{ route: 0 }, { route: 1 }, { route: 2 }],
    );
  });

  it("finds the first of the sorted routes that matches, for any routes and any path", () => {
    const segment = fc.constantFrom(text("a"), text("b"), PARAM);
    const route = fc
      .tuple(fc.array(segment, { maxLength: 4 }), fc.boolean())
      .map(([segments, isRest]) => (isRest ? [...segments, REST] : segments));
    const routes = fc.uniqueArray(route, { selector: routeShape, maxLength: 8 });
    const path = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 5 });
    fc.assert(
      fc.property(routes, path, (unsorted, parts) => {
        const sorted = unsorted.toSorted(compareSpecificity);
        const first = sorted.findIndex((segments) => matches(segments, parts));
        assert.equal(find(createRouteTree(sorted), parts) ?? -1, first);
      }),
      { numRuns: 2_000 },
    );
  });
});

function matches(segments: readonly Segment[], parts: readonly string[]): boolean {
  const [segment, ...others] = segments;
  if (segment?.kind === "rest") return true;
  if (segment === undefined || parts.length === 0)
    return segment === undefined && parts.length === 0;
  if (segment.kind === "static" && segment.text !== parts[0]) return false;
  return matches(others, parts.slice(1));
}

/** What the tree's own doc says of matching: statics, then param, then rest, with a way back. */
function find(tree: RouteTree, [part, ...others]: readonly string[]): number | undefined {
  if (part === undefined) return tree.route ?? tree.rest;
  const child = tree.statics?.[part];
  return (child && find(child, others)) ?? (tree.param && find(tree.param, others)) ?? tree.rest;
}
