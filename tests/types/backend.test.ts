import assert from "node:assert/strict";
import { openFixture, SETTINGS, type TypedFixture } from "../support/compile-fixture.ts";

const FILES = [
  "backend/api/pushes.ts",
  "backend/api/users/[id].ts",
  "backend/api/files/[...path].ts",
  "backend/api/orders/index.ts",
  "backend/api/notes/[id].ts",
  "backend/socket/index.ts",
  "client.ts",
];

describe("Types of a backend", () => {
  let fixture: TypedFixture;
  before(async () => {
    fixture = await openFixture("typed-backend");
  });

  it("are those of its own modules, under nodenext", () => {
    assert.deepEqual(fixture.compile(FILES, SETTINGS.nodenext), []);
  });

  it("are those of its own modules, under bundler", () => {
    assert.deepEqual(fixture.compile(FILES, SETTINGS.bundler), []);
  });

  it("can be written into declarations", () => {
    assert.deepEqual(fixture.compile(FILES, SETTINGS.declarations), []);
  });

  it("leave open what is written in JavaScript", async () => {
    const javaScript = await openFixture("typed-javascript");
    assert.deepEqual(javaScript.compile(["backend/api/me.ts"], SETTINGS.nodenext), []);
  });

  it("name the remedy where they have not been written yet", () => {
    assert.deepEqual(fixture.compileUntyped(["untyped.ts"], SETTINGS.nodenext), [
      "untyped.ts:11: Property 'email' does not exist on type 'RunQueuerunTypes'.",
    ]);
  });
});
