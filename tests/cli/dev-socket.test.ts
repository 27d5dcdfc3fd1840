import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { useSockets } from "../support/socket-client.ts";
import { PROJECT } from "../support/source-file.ts";
import { type StartedCommand, startCommand } from "../support/start-command.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

const MAIN = ["--conditions=queuerun-source", "--", join(PROJECT, "cli/main.ts")];

describe("queuerun dev, with a socket", function () {
  this.timeout("1m");
  let folder: TemporaryFolder;
  let dev: StartedCommand;
  const open = useSockets();
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(async () => {
    await dev.stop();
    await folder.remove();
  });

  it("says where it is, tells of what happens to it, and keeps the timers it is given", async () => {
    const file = join(folder.path, "backend/socket/index.ts");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(join(folder.path, "package.json"), '{ "type": "module" }');
    await writeFile(file, "export default ({ data }: { data: unknown }) => ({ got: data });");
    const args = [...MAIN, "dev", "backend", "--port", "0", "--socket-idle", "1s"];
    dev = startCommand(process.execPath, args, { cwd: folder.path });
    const [url = ""] = await dev.waitFor(/ws:\/\/127\.0\.0\.1:\d+/);
    const { webSocket, next, closed } = await open(url);
    webSocket.send('"hi"');
    assert.equal(await next(), '{"got":"hi"}');
    assert.deepEqual(await closed, { code: 1001, reason: "Going away" });
    await dev.waitFor(/ closed with /);
    const output = dev
      .output()
      .replaceAll(url.replace("ws", "http"), "HTTP")
      .replaceAll(url, "URL")
      .replaceAll(/REPORT .*\n/g, "")
      .replaceAll(/[\w-]{15}=/g, "ID");
    assert.equal(
      output.trim(),
      `HTTP serves 0 routes and 0 queues
URL serves WebSockets

WebSocket
  10 s  socket/index.ts

Try
  npx wscat -c URL

Concurrency: reserved off, provisioned off ("queuerun pause" holds everything)
Saving a file rebuilds. Ctrl-C stops.

WebSocket ID opened
WebSocket ID sent 4 bytes
WebSocket ID closed with 1001 Going away`,
    );
  });
});
