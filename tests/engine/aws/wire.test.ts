import assert from "node:assert/strict";
import fc from "fast-check";
import { diffInput } from "./diff.ts";
import { hasUnknown, hideSecrets, revealSecrets, UNKNOWN, type Value } from "./wire.ts";

const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value: "hunter2",
};

describe("stand-in for AWS: property values", () => {
  it("reveals secrets at any depth, and remembers in which properties", () => {
    const { plain, secrets } = revealSecrets({ a: SECRET, b: { c: [SECRET] }, d: "e" });
    assert.deepEqual(plain, { a: "hunter2", b: { c: ["hunter2"] }, d: "e" });
    assert.deepEqual(secrets, ["a", "b"]);
    assert.deepEqual(hideSecrets({ a: "hunter2", d: "e" }, secrets), { a: SECRET, d: "e" });
  });

  it("finds what is unknown at any depth", () => {
    assert.equal(hasUnknown({ a: [{ b: UNKNOWN }] }), true);
    assert.equal(hasUnknown({ a: [{ b: "known" }], c: null }), false);
  });

  it("finds no difference between a value and itself, and one for what is unknown", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const value = json as Value;
        assert.deepEqual(diffInput("a", { kind: "any" }, {}, value, structuredClone(value)), []);
        assert.deepEqual(diffInput("a", { kind: "any" }, {}, value, UNKNOWN), [
          { path: "a", kind: "update" },
        ]);
      }),
    );
  });

  it("names the places that differ", () => {
    const map = { kind: "map", items: { kind: "string" } } as const;
    const old = { same: "a", changed: "b", gone: "c", "a.b": "d" };
    const news = { same: "a", changed: "x", added: "y", "a.b": "z" };
    assert.deepEqual(diffInput("tags", map, {}, old, news), [
      { path: "tags.changed", kind: "update" },
      { path: "tags.gone", kind: "delete" },
      { path: 'tags["a.b"]', kind: "update" },
      { path: "tags.added", kind: "add" },
    ]);
    const list = { kind: "array", items: { kind: "string" } } as const;
    assert.deepEqual(diffInput("ids", list, {}, ["a", "b"], ["a"]), [
      { path: "ids[1]", kind: "delete" },
    ]);
    assert.deepEqual(diffInput("ids", list, { set: true }, ["a", "b"], ["b", "a"]), []);
  });
});
