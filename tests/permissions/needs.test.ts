import assert from "node:assert/strict";
import { createManifest } from "../../manifest/create.ts";
import type { Manifest, Schedule } from "../../manifest/manifest.ts";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import { completeNeeds, readNeeds } from "../../permissions/needs.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { SHOP } from "./apps.ts";

const SOCKET = { file: "socket/index.ts", middleware: [], timeoutSeconds: 10 };
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

  it("finds a socket and schedules, which have the internal queue", () => {
    const empty = manifestOf([]);
    assert.deepEqual([...readNeeds({ ...empty, socket: SOCKET }, SETTINGS)], ["queues", "socket"]);
    const schedules = [createSchedule(1)];
    assert.deepEqual([...readNeeds({ ...empty, schedules }, SETTINGS)], ["queues", "schedules"]);
    const byHand = [{ ...createSchedule(1), cron: null }];
    assert.deepEqual([...readNeeds({ ...empty, schedules: byHand }, SETTINGS)], ["queues"]);
  });

  it("is the same for one queue, route and schedule as for very many", () => {
    const few = readNeeds(
      {
        ...manifestOf(["api/index.ts", "queues/email.ts"]),
        socket: SOCKET,
        schedules: [createSchedule(1)],
      },
      SETTINGS,
    );
    const files = [
      ...Array.from({ length: 200 }, (_, number) => `api/resources/${number}.ts`),
      ...Array.from({ length: 100 }, (_, number) => `queues/jobs-${number}.ts`),
    ];
    const schedules = Array.from({ length: 50 }, (_, number) => createSchedule(number));
    const many = readNeeds({ ...manifestOf(files), socket: SOCKET, schedules }, SETTINGS);
    assert.deepEqual(createDeployPolicy(SHOP, many), createDeployPolicy(SHOP, few));
    assert.deepEqual(createRuntimePolicy(SHOP, many), createRuntimePolicy(SHOP, few));
  });
});

describe("completeNeeds", () => {
  it("adds the queues that sockets and schedules have", () => {
    assert.deepEqual([...completeNeeds(["http"])], ["http"]);
    assert.deepEqual([...completeNeeds(["socket"])], ["socket", "queues"]);
    assert.deepEqual([...completeNeeds(["schedules", "queues"])], ["schedules", "queues"]);
  });
});

function needsOf(files: readonly string[]): string[] {
  return [...readNeeds(manifestOf(files), SETTINGS)];
}

function createSchedule(number: number): Schedule {
  return {
    name: `report-${number}`,
    file: `schedules/report-${number}.ts`,
    middleware: [],
    cron: "15 4 * * *",
    timezone: "UTC",
    timeoutSeconds: 300,
  };
}

function manifestOf(files: readonly string[]): Manifest {
  const exported = {
    name: "default",
    place: { line: 1, column: 1 },
    isPlainData: false,
    isNull: false,
  };
  const modules = files.map((file) => ({ file, exports: [exported], config: null, values: [] }));
  return createManifest(modules, ["api", "queues"]).manifest;
}
