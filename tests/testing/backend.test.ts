import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Backend, DeadJobsError, startBackend } from "queuerun/testing";

const FOLDER = fileURLToPath(new URL("../fixtures/testing-backend", import.meta.url));

describe("startBackend", () => {
  let backend: Backend;
  const lines: string[] = [];
  before(async () => {
    backend = await startBackend(FOLDER, {
      environment: { SIZE: "3" },
      output: (line) => lines.push(line),
    });
  });
  after(() => backend.close());

  const printed = (pattern: RegExp) => lines.filter((line) => pattern.test(line));

  /** The jobs that a drain complains of, without their IDs. */
  async function drainDead() {
    const error = await backend.drain().catch((thrown: unknown) => thrown);
    assert.ok(error instanceof DeadJobsError, `drain ended with ${error}`);
    return error.jobs.map(({ jobId, ...job }) => job);
  }

  it("answers fetch, with the variables of .env and of the test", async () => {
    const answer = await backend.fetch("/environment");
    assert.deepEqual(await answer.json(), { color: "blue", size: "3" });
    assert.equal(new URL(backend.url).hostname, "127.0.0.1");
  });

  it("drains at once when there is nothing to do", async () => {
    await backend.drain();
  });

  it("drains jobs that are pushed by jobs, and jobs that are delayed", async () => {
    await backend.push("work", { next: 3 });
    const answer = await backend.fetch("/jobs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ delay: 1 }),
    });
    assert.equal(answer.status, 202);
    const { delayed, dead } = await backend.jobs("work");
    assert.deepEqual({ delayed, dead }, { delayed: 1, dead: [] });
    await backend.drain();
    assert.deepEqual(printed(/^Worked/).sort(), [
      "Worked 0",
      "Worked 1",
      "Worked 2",
      "Worked 3",
      "Worked undefined",
    ]);
    const nothing = { visible: 0, delayed: 0, inFlight: 0, dead: [] };
    assert.deepEqual(await backend.jobs("work"), nothing);
  });

  it("tells what jobs in the dead-letter queue failed with, once", async () => {
    const params = { reason: "test" };
    await backend.push("work", { fail: "Broken" }, { params });
    assert.deepEqual(await drainDead(), [
      { queue: "work", payload: { fail: "Broken" }, params, error: "Error: Broken" },
    ]);
    await backend.push("work", { fail: "bury" }, { params });
    assert.deepEqual(await drainDead(), [
      { queue: "work", payload: { fail: "bury" }, params, error: "Not worth a retry" },
    ]);
    await backend.drain();
    assert.equal((await backend.jobs("work")).dead.length, 2);
  });

  it("pushes to a FIFO queue, and refuses what the queue does not take", async () => {
    await backend.push("ordered.fifo", 1, { group: "ann" });
    await backend.push("ordered.fifo", 2, { group: "ann" });
    await backend.drain();
    assert.deepEqual(printed(/^ann/), ["ann 1", "ann 2"]);
    await assert.rejects(backend.push("ordered.fifo", 1), {
      message:
        'Cannot push to queue "ordered.fifo": a FIFO queue needs a message group: push(…, { group: "…" })',
    });
    await assert.rejects(backend.jobs("ordered"), {
      message: 'No queue "ordered". Queues: ordered.fifo, work',
    });
  });

  it("runs a schedule, and waits for it", async () => {
    await backend.run("nightly");
    await backend.drain();
    assert.deepEqual(printed(/^Nightly/), ["Nightly"]);
  });

  it("rejects with the error of a schedule, which is not tried again", async () => {
    const error = await backend.run("broken").catch((thrown: unknown) => thrown);
    assert.ok(error instanceof Error);
    assert.equal(String(error), "RangeError: No data");
    assert.match(error.stack ?? "", /at broken \(.*schedules\/broken\.ts:4:9\)/);
    await backend.drain();
    await assert.rejects(backend.run("nigthly"), {
      message: 'No schedule "nigthly". Schedules: broken, nightly. Did you mean "nightly"?',
    });
  });

  it("pauses, and goes on", async () => {
    await backend.setConcurrency({ reserved: 0 });
    await backend.push("work", { next: 0 });
    assert.equal((await backend.fetch("/environment")).status, 429);
    assert.equal((await backend.jobs("work")).visible, 1);
    await assert.rejects(backend.drain(), {
      message: "Cannot drain: the backend is paused, its reserved concurrency is 0",
    });
    await assert.rejects(backend.run("nightly"), {
      message: 'Cannot run "nightly": the backend is paused, its reserved concurrency is 0',
    });
    await backend.setConcurrency({ reserved: 1 });
    await backend.drain();
    assert.equal((await backend.fetch("/environment")).status, 200);
  });

  it("gives the backend's own code a role", async () => {
    const folder = fileURLToPath(new URL("../fixtures/role-backend", import.meta.url));
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    const backendPolicy = JSON.stringify({ Version: "2012-10-17", Statement: statement });
    await using withRole = await startBackend(folder, { backendPolicy });
    const answer = await withRole.fetch("/here");
    const arn = "arn:aws:sts::000000000000:assumed-role/local-backend/local";
    assert.deepEqual(await answer.json(), [arn, arn]);
  });

  it("reports what is wrong with the policy of a role", async () => {
    await assert.rejects(
      startBackend(FOLDER, { backendPolicy: { Version: "2008-10-17", Statement: [] } }),
      {
        name: "Error",
        message: [
          'backendPolicy is refused: Version is "2008-10-17" (a string), must be "2012-10-17"',
          "backendPolicy is refused: Statement is empty: grant something, or leave out the whole policy",
        ].join("\n"),
      },
    );
  });

  it("refuses the variables that are refused when deployed", async () => {
    const environment = { NODE_OPTIONS: "--inspect", PORT: 1 as unknown as string, "A-B": "1" };
    await assert.rejects(startBackend(FOLDER, { environment }), {
      name: "Error",
      message: [
        'environment.NODE_OPTIONS is refused: "NODE_OPTIONS" cannot be set: it could run code before queuerun has put its credentials away. Remove it',
        "environment.PORT is 1 (a number), must be a text",
        'environment.A-B is refused: "A-B" cannot be the name of a variable in Lambda. Begin with a letter, go on with letters, digits and "_", two characters at least',
      ].join("\n"),
    });
  });

  it("reports what is wrong with a backend", async () => {
    await assert.rejects(startBackend(`${FOLDER}/queues`), { name: "BackendError" });
  });
});
