import assert from "node:assert/strict";
import fc from "fast-check";
import { APP_NAME_LENGTH, type AppIdentity, createAppName } from "../../manifest/app-name.ts";

describe("createAppName", () => {
  it("joins project, stack and name, and ends with a hash of the three", () => {
    assert.equal(name("shop", "production", "api"), "shop-production-api-f9c59a69");
  });

  it("cuts what is long, before a hyphen", () => {
    assert.equal(
      name("customer-relations", "eu-production", "api"),
      "customer-relations-eu-p-134774f1",
    );
    assert.equal(name("customer-relationships", "dev", "api"), "customer-relationships-54e5e2c2");
  });

  it("replaces what names in AWS cannot have", () => {
    assert.equal(name("Acme.Shop_2", "dev", "Ümlaut / café"), "acme-shop-2-dev-mlaut-c-891255fb");
    assert.equal(name("店", "店", "店"), "app-fe9492ad");
  });

  it("tells apart identities that read the same", () => {
    const names = [
      name("a", "b-c", "d"),
      name("a-b", "c", "d"),
      name("a", "b", "c-d"),
      name("A", "b-c", "d"),
      name("a", "b.c", "d"),
    ];
    assert.deepEqual(names, [
      "a-b-c-d-6fc6d2f7",
      "a-b-c-d-aef09c28",
      "a-b-c-d-a1f5c722",
      "a-b-c-d-5dc57215",
      "a-b-c-d-78d294b1",
    ]);
  });

  it("leaves a hash-like word in no place but the end", () => {
    assert.equal(name("deadbeef", "12345678", "x"), "eadbeef-2345678-x-325ecf1f");
  });

  it("always fits, in letters, digits and single hyphens", () => {
    fc.assert(
      fc.property(identity(), (any) => {
        const app = createAppName(any);
        assert.match(app, /^[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8}$/);
        assert.ok(app.length <= APP_NAME_LENGTH, app);
      }),
    );
  });

  it("begins no other app's name, even if that is made to", () => {
    fc.assert(
      fc.property(
        identity(),
        identity(),
        fc.constantFrom("", "-", "-q-", "-x-"),
        (one, two, glue) => {
          const app = createAppName(one);
          const other = createAppName({ ...two, project: `${app}${glue}${two.project}` });
          assert.equal(other.startsWith(`${app}-`), false, `${app} begins ${other}`);
        },
      ),
    );
  });
});

function name(project: string, stack: string, resource: string): string {
  return createAppName({ project, stack, name: resource });
}

/** Short, or there would be no room to make one name begin as another. */
function identity(): fc.Arbitrary<AppIdentity> {
  const text = fc.oneof(fc.string({ maxLength: 4 }), fc.string({ unit: "grapheme" }));
  return fc.record({ project: text, stack: text, name: text });
}
