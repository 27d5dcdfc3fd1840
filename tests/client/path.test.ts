import assert from "node:assert/strict";
import fc from "fast-check";
import { createPath } from "../../client/path.ts";
import { fillPath } from "../../sdk/url-path.ts";

const PATHS = ["/", "/users/[id]", "/files/[...path]", "/[a]/x/[b]/[...c]", "/feed.xml"];

/** Control characters are refused by the backend only: they lead to no other route. */
const VALUE = fc.oneof(
  fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text) && text.isWellFormed()),
  fc.constantFrom("", ".", "..", "a/b", "%2e%2e", "%2F", "..;", "ä b"),
  fc.integer(),
  fc.constantFrom(undefined, null),
);

describe("createPath()", () => {
  it("fills a path with the values of its parameters", () => {
    assert.equal(
      createPath(
        "/files/[...path]",
        { path: ["a", "b c", 3] },
        { page: 2, tag: ["x", "y"], no: null },
      ),
      "/files/a/b%20c/3?page=2&tag=x&tag=y",
    );
    assert.equal(createPath("/files/[...path]", { path: [] }), "/files");
  });

  it("refuses a value that is missing, or would lead to another route", () => {
    for (const id of [undefined, null, "", ".", "..", "a/b"])
      assert.throws(() => createPath("/users/[id]", { id }), {
        name: "TypeError",
        message: `params.id: ${id}`,
      });
    assert.throws(() => createPath("/files/[...path]", { path: ["a", ".."] }), TypeError);
    assert.throws(() => createPath("/files/[...path]", {}), TypeError);
  });

  it("makes of any values what url() makes of them in the backend", () => {
    const run = (code: () => string) => {
      try {
        return code();
      } catch (error) {
        assert.ok(error instanceof TypeError);
        return "refused";
      }
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...PATHS),
        fc.record({ id: VALUE, a: VALUE, b: VALUE, path: fc.array(VALUE), c: fc.array(VALUE) }),
        (path, all) => {
          const named = Object.entries(all).filter(([name]) => path.includes(`${name}]`));
          const params = Object.fromEntries(named);
          assert.equal(
            run(() => createPath(path, params)),
            run(() => fillPath(path, params as Parameters<typeof fillPath>[1])),
          );
        },
      ),
    );
  });
});
