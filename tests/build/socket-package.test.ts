import assert from "node:assert/strict";
import { join } from "node:path";
import { buildBackend } from "../../build/build.ts";
import { copyFixture } from "../support/backend-files.ts";
import { packageTexts } from "../support/package-probe.ts";

describe("the package of a backend", () => {
  it("has the code of sockets, and the clients for it, only with a socket", async () => {
    const [socket, queue, route] = await Promise.all(
      ["one-socket", "one-queue", "one-route"].map(readPackage),
    );
    assert.deepEqual(
      [socket, queue, route].map((files) => ({
        clients: Object.keys(files ?? {}).filter((name) => /^queuerun\/.*client/.test(name)),
        handlesEvents: findText(files, "Cannot handle WebSocket event"),
      })),
      [
        {
          clients: ["queuerun/socket-clients.mjs", "queuerun/sqs-client.mjs"],
          handlesEvents: true,
        },
        { clients: ["queuerun/sqs-client.mjs"], handlesEvents: false },
        { clients: [], handlesEvents: false },
      ],
    );
  });

  it("loads the code of sockets on demand", async () => {
    const { "index.mjs": entry } = await readPackage("one-socket");
    assert.equal(findText({ entry: entry ?? "" }, "Cannot handle WebSocket event"), false);
  });
});

async function readPackage(fixture: string): Promise<Record<string, string>> {
  const project = await copyFixture(fixture);
  try {
    return packageTexts(await buildBackend(join(project.path, "backend")));
  } finally {
    await project.remove();
  }
}

function findText(files: Record<string, string> | undefined, text: string): boolean {
  return Object.values(files ?? {}).some((source) => source.includes(text));
}
