import assert from "node:assert/strict";
import { homedir } from "node:os";
import { bundleOwnModules, type OwnModules } from "../../build/own-bundle.ts";
import { PROJECT } from "../support/source-file.ts";

describe("bundleOwnModules()", () => {
  let modules: OwnModules;
  let inputs: readonly string[];
  before(async () => {
    ({ modules, inputs } = await bundleOwnModules());
  });

  it("makes the same modules each time", async () => {
    assert.deepEqual((await bundleOwnModules()).modules, modules);
  });

  it("names modules without a hash, and imports only those that are there", () => {
    for (const group of Object.values(modules.sets)) {
      const imported = Object.values(group).flatMap((source) =>
        [...source.matchAll(/["']\.\/([\w.-]+)["']/g)].map(([, name]) => name ?? ""),
      );
      assert.deepEqual(
        imported.filter((name) => !Object.hasOwn(group, name)),
        [],
      );
      for (const name of Object.keys(group))
        assert.match(name, /^(?:[a-z-]+\.[cm]js|(?:chunk|part)-\d+\.mjs)$/);
    }
  });

  it("leaves no trace of where queuerun and its dependencies are installed", () => {
    const sources = Object.values(modules.sets).flatMap(Object.values<string>);
    for (const trace of [PROJECT.slice(0, -1), homedir(), "node_modules"])
      assert.deepEqual(
        sources.filter((source) => source.includes(trace)),
        [],
      );
  });

  it("leaves the search for credentials out of the AWS clients, and all else they do not need", () => {
    const searches = inputs.filter((file) => /credential-provider|credential_process/.test(file));
    assert.deepEqual(searches, []);
    const { queues, socket } = modules.sets;
    const sizes = { queues: sizeOf(queues), socket: sizeOf(socket) };
    assert.ok(sizes.queues < 300_000, `The client of queues has ${sizes.queues} characters`);
    assert.ok(sizes.socket < 450_000, `The clients of a socket have ${sizes.socket} characters`);
  });

  it("serves the role of a backend's code with one small module, as it is in every package", () => {
    const { backendRole } = modules.sets;
    assert.deepEqual(Object.keys(backendRole), ["backend-role.cjs"]);
    assert.ok(sizeOf(backendRole) < 25_000, `It has ${sizeOf(backendRole)} characters`);
  });

  it("keeps what verifies tokens apart, and takes no more of it than is used", () => {
    const { "jose.mjs": jose = "", ...others } = modules.sets.runtime;
    assert.match(jose, /as jwtVerify\b/);
    assert.ok(jose.length < 20_000, `It has ${jose.length} characters`);
    const users = Object.keys(others).filter((name) => others[name]?.includes("jose.mjs"));
    assert.deepEqual(users, ["jwt.mjs"]);
  });

  it("exports all of the SDK, each part from the module that has it", async () => {
    const exported = Object.values(modules.sdk).flat();
    assert.deepEqual(
      exported.toSorted(),
      Object.keys(await import("../../sdk/index.ts")).toSorted(),
    );
  });
});

function sizeOf(modules: Readonly<Record<string, string>>): number {
  return Object.values(modules).reduce((sum, { length }) => sum + length, 0);
}
