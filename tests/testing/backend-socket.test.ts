import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Backend, startBackend } from "queuerun/testing";

const FOLDER = fileURLToPath(new URL("../fixtures/testing-backend", import.meta.url));

describe("connect", () => {
  let backend: Backend;
  let lines: string[];
  beforeEach(async () => {
    lines = [];
    backend = await startBackend(FOLDER, { output: (line) => lines.push(line) });
  });
  afterEach(() => backend.close());

  const connect = (id: string) => backend.connect({ headers: { authorization: `Bearer ${id}` } });

  it("opens a WebSocket for the user that the backend makes out, and gets its messages", async () => {
    await using ann = await connect("ann");
    await using bob = await connect("bob");
    assert.deepEqual(await ann.next(), { welcome: "ann" });
    assert.deepEqual(await bob.next(), { welcome: "bob" });
    await bob.send({ text: "hello" });
    assert.deepEqual(await bob.next(), { echo: "hello" });
  });

  it("is drained once messages, the jobs they push and ends of connections are handled", async () => {
    const ann = await connect("ann");
    const bob = await connect("bob");
    await ann.send({ job: { next: 1 } });
    await backend.drain();
    // What two instances print arrives in either order.
    const worked = () => lines.filter((line) => /^(Worked|Left)/.test(line)).sort();
    assert.deepEqual(worked(), ["Worked 0", "Worked 1"]);
    await bob.close();
    await backend.drain();
    assert.deepEqual(worked(), ["Left: bob", "Worked 0", "Worked 1"]);
  });

  it("is refused while the backend is paused", async () => {
    await backend.setConcurrency({ reserved: 0 });
    await assert.rejects(connect("ann"), { name: "HandshakeError", status: 429 });
  });

  it("ends with the backend", async () => {
    const { closed } = await connect("ann");
    await backend.close();
    assert.deepEqual(await closed, { code: 1001, reason: "Going away" });
  });

  it("says so when the backend has no socket", async () => {
    const folder = fileURLToPath(new URL("../fixtures/backends/one-route", import.meta.url));
    await using other = await startBackend(folder);
    await assert.rejects(other.connect(), {
      message: "Cannot connect: the backend has no socket/index.ts",
    });
  });
});
