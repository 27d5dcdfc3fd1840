import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildBackend } from "../../build/build.ts";
import { parseManifest } from "../../manifest/parse.ts";
import { copyFixture, fixtureFolder } from "../support/backend-files.ts";

/** Fixtures that a test has compared: at the end, all that have an expected manifest. */
const compared: string[] = [];

describe("a manifest", () => {
  it("has one route", () => expectManifest("one-route"));
  it("has one queue", () => expectManifest("one-queue"));
  it("has one schedule", () => expectManifest("one-schedule"));
  it("has one socket, and time for what queuerun sends itself", () => expectManifest("one-socket"));
  it("has files of all extensions", () => expectManifest("extensions"));
  it("has the most specific route first", () => expectManifest("route-order"));
  it("has the methods that a route handles", () => expectManifest("methods"));
  it("has the middleware of all folders above, outermost first", () =>
    expectManifest("middleware"));
  it("leaves out files that are there to be imported", () => expectManifest("left-out"));
  it("has the settings of queues, and their defaults", () => expectManifest("queue-settings"));
  it("has schedules in their normal form, with settings and defaults", () =>
    expectManifest("schedule-settings"));
  it("has settings written in any literal form", () => expectManifest("config-forms"));
  it("has a timeout that is enough for the longest queue", () => expectManifest("long-time"));
  it("comes with a warning of jobs that are received once", () => expectManifest("one-receive"));
  it("allows the backend keys and a region of its own", () => expectManifest("environment"));

  it("has a test above for each fixture", () => {
    const fixtures = readdirSync(fixtureFolder(""));
    const expected = fixtures.filter((name) => existsSync(manifestFile(name)));
    assert.deepEqual(compared.toSorted(), expected.sort());
  });
});

async function expectManifest(name: string): Promise<void> {
  compared.push(name);
  const project = await copyFixture(name);
  try {
    const { manifest, warnings } = await buildBackend(join(project.path, "backend"));
    const expected = JSON.parse(readFileSync(manifestFile(name), "utf8"));
    assert.deepEqual({ manifest, warnings }, expected);
    assert.deepEqual(parseManifest(JSON.parse(JSON.stringify(manifest))), manifest);
  } finally {
    await project.remove();
  }
}

function manifestFile(name: string): string {
  return join(fixtureFolder(name), "expected.json");
}
