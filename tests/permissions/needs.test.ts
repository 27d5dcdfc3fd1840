import assert from "node:assert/strict";
import { createManifest } from "../../manifest/create.ts";
import type { Manifest } from "../../manifest/manifest.ts";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import { readNeeds } from "../../permissions/needs.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { SHOP } from "./apps.ts";

const SETTINGS = { vpc: false, backendRole: false };

describe("readNeeds", () => {
  it("finds what a backend has", () => {
    assert.deepEqual(needsOf([]), []);
    assert.deepEqual(needsOf(["api/index.ts"]), ["http"]);
    assert.deepEqual(needsOf(["queues/email.ts"]), ["queues"]);
    assert.deepEqual(needsOf(["api/index.ts", "queues/billing.fifo.ts"]), ["http", "queues"]);
  });

  it("adds what it is deployed with", () => {
    const needs = readNeeds(manifestOf([]), { vpc: true, backendRole: true });
    assert.deepEqual([...needs], ["vpc", "backendRole"]);
  });

  it("is the same for one queue and one route as for very many", () => {
    const few = readNeeds(manifestOf(["api/index.ts", "queues/email.ts"]), SETTINGS);
    const files = [
      ...Array.from({ length: 200 }, (_, number) => `api/resources/${number}.ts`),
      ...Array.from({ length: 100 }, (_, number) => `queues/jobs-${number}.ts`),
    ];
    const many = readNeeds(manifestOf(files), SETTINGS);
    assert.deepEqual(createDeployPolicy(SHOP, many), createDeployPolicy(SHOP, few));
    assert.deepEqual(createRuntimePolicy(SHOP, many), createRuntimePolicy(SHOP, few));
  });
});

function needsOf(files: readonly string[]): string[] {
  return [...readNeeds(manifestOf(files), SETTINGS)];
}

function manifestOf(files: readonly string[]): Manifest {
  const exported = { name: "default", place: { line: 1, column: 1 }, isPlainData: false };
  const modules = files.map((file) => ({ file, exports: [exported], config: null }));
  return createManifest(modules, ["api", "queues"]).manifest;
}
