import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildBackend } from "../../build/build.ts";
import { formatProblems } from "../../build/report.ts";
import { BackendError } from "../../manifest/problem.ts";
import { copyFixture, fixtureFolder } from "../support/backend-files.ts";

/** Fixtures that a test has compared: at the end, all that have an expected report. */
const compared: string[] = [];

describe("a backend with problems", () => {
  it("may have all kinds of them at once", () => expectReport("all-at-once"));

  it("has two files for one route", () => expectReport("conflicting-routes"));
  it("has routes that differ in a parameter's name", () => expectReport("conflicting-parameters"));
  it("has two catch-alls in one place", () => expectReport("conflicting-catch-alls"));
  it("has a standard and a FIFO queue of one name", () => expectReport("conflicting-queues"));
  it("has files that differ in their extension", () => expectReport("conflicting-extensions"));
  it("has two files for the socket", () => expectReport("conflicting-sockets"));
  it("has names that are no URL", () => expectReport("route-names"));
  it("has two files for one schedule", () => expectReport("conflicting-schedules"));
  it("has names that are no queue", () => expectReport("queue-names"));
  it("has names that are no schedule", () => expectReport("schedule-names"));

  it("has unknown keys in its configs", () => expectReport("unknown-config-key"));
  it("has values of the wrong type", () => expectReport("wrong-types"));
  it("has values that are not literal", () => expectReport("not-literal"));
  it("has configs that are no object literals", () => expectReport("config-not-object"));
  it("has configs with keys that cannot be seen", () => expectReport("config-hidden-keys"));
  it("has configs in CommonJS", () => expectReport("config-commonjs"));
  it("has a config in middleware", () => expectReport("config-in-middleware"));

  it("has a syntax error", () => expectReport("syntax-error"));
  it("has a syntax error in an imported file", () => expectReport("syntax-error-in-import"));
  it("imports what is not there", () => expectReport("missing-imports"));
  it("imports names that are not exported", () => expectReport("missing-names"));
  it("imports the Pulumi side of queuerun, or its tests", () =>
    expectReport("imports-of-queuerun"));
  it("imports Pulumi", () => expectReport("imports-of-pulumi"));
  it("imports a native addon", () => expectReport("native-addon"));
  it("imports a file that is no code", () => expectReport("import-of-html"));

  it("has no default export in a queue", () => expectReport("missing-default-export"));
  it("has exports by the names of other frameworks", () => expectReport("wrong-export-names"));
  it("has a route that handles nothing", () => expectReport("route-without-methods"));
  it("has a default export beside those of methods", () => expectReport("default-and-methods"));
  it("has methods in the config of a route with exports", () =>
    expectReport("methods-beside-exports"));
  it("exports all of another file", () => expectReport("export-star"));
  it("has files beside the socket, and exports that nothing calls", () =>
    expectReport("bad-socket"));
  it("exports what cannot be called", () => expectReport("not-a-function"));
  it("has middleware without middleware", () => expectReport("empty-middleware"));

  it("relies on an authentication that nothing asks for", () => expectReport("authenticate"));

  it("has schedules that cannot be read", () => expectReport("schedule-expressions"));
  it("has schedules that are not literal", () => expectReport("schedule-values"));
  it("has time zones that do not exist", () => expectReport("schedule-timezones"));
  it("has schedules without a handler or a time", () => expectReport("schedule-exports"));
  it("has unknown keys and long times in the config of schedules", () =>
    expectReport("schedule-config"));

  it("breaks the limit of HTTP timeouts", () => expectReport("http-timeout"));
  it("breaks the limit of the socket's timeout", () => expectReport("socket-timeout"));
  it("breaks the limit of queue timeouts", () => expectReport("queue-timeout"));
  it("breaks the limit of a FIFO queue's batch", () => expectReport("fifo-batch-time"));
  it("breaks the limits of batch sizes", () => expectReport("batch-size"));
  it("breaks the limits of batching windows", () => expectReport("batch-window"));
  it("breaks the limits of maximum concurrency", () => expectReport("maximum-concurrency"));
  it("breaks the limits of a queue's attributes", () => expectReport("queue-attributes"));
  it("has message groups in a standard queue", () => expectReport("groups-without-fifo"));
  it("breaks the upper limit of memory", () => expectReport("memory-size"));
  it("breaks the lower limit of memory", () => expectReport("memory-size-small"));
  it("sets variables that it must not", () => expectReport("environment-names"));
  it("breaks the limit of the environment", () => expectReport("environment-size"));

  it("is empty", () => expectReport("empty"));
  it("has folders of other names", () => expectReport("misnamed-folders"));
  it("is in a folder below", () => expectReport("nested-backend"));

  it("has a test above for each fixture", () => {
    const fixtures = readdirSync(fixtureFolder(""));
    const expected = fixtures.filter((name) => existsSync(reportFile(name)));
    assert.deepEqual(compared.toSorted(), expected.sort());
  });
});

async function expectReport(name: string): Promise<void> {
  compared.push(name);
  const project = await copyFixture(name);
  try {
    const folder = join(project.path, "backend");
    const error: unknown = await buildBackend(folder).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof BackendError);
    const report = formatProblems(error.problems, { folder, cwd: folder, color: false });
    assert.equal(`${report}\n`, readFileSync(reportFile(name), "utf8"));
  } finally {
    await project.remove();
  }
}

function reportFile(name: string): string {
  return join(fixtureFolder(name), "expected.txt");
}
