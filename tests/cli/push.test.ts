import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT } from "../support/source-file.ts";
import { type StartedCommand, startCommand } from "../support/start-command.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

const MAIN = ["--conditions=queuerun-source", "--", join(PROJECT, "cli/main.ts")];

const EMAIL = `export default async (payload, { user }) =>
  console.log("email " + JSON.stringify(payload) + " for " + user?.id);`;
const BILLING = `export default async (payload, { groupId }) =>
  console.log("billing " + JSON.stringify(payload) + " of " + groupId);`;

describe("queuerun push", function () {
  this.timeout("1m");
  let folder: TemporaryFolder;
  let dev: StartedCommand;
  let url = "";

  before(async () => {
    folder = await createTemporaryFolder();
    await write("package.json", '{ "type": "module" }');
    await mkdir(join(folder.path, "backend", "queues"), { recursive: true });
    await write("backend/queues/email.js", EMAIL);
    await write("backend/queues/billing.fifo.js", BILLING);
    const env = { ...process.env, PORT: "0" };
    dev = startCommand(process.execPath, [...MAIN, "dev"], { cwd: folder.path, env });
    [url = ""] = await dev.waitFor(/http:\/\/127\.0\.0\.1:\d+/);
    await dev.waitFor(/Ctrl-C stops/);
  });
  after(async () => {
    await dev.stop();
    await folder.remove();
  });

  function write(name: string, text: string): Promise<void> {
    return writeFile(join(folder.path, name), text);
  }

  /** @param input What comes in on standard input. */
  function push(args: readonly string[], input = "") {
    const options = { cwd: folder.path, input, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...MAIN, "push", ...args],
      options,
    );
    return { status, stdout, stderr };
  }

  it("pushes JSON, and says to where and as what", async () => {
    const { status, stdout, stderr } = push(["email", '{"to":"ann"}', "--user", "u1"]);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    assert.match(stdout, new RegExp(`^${url}\nJob [0-9a-f-]{36} of queue "email"\n$`));
    await dev.waitFor(/email \{"to":"ann"\} for u1/);
  });

  it("pushes what is not JSON as text, from a file or standard input too", async () => {
    push(["email", "plain"]);
    await dev.waitFor(/email "plain" for undefined/);
    await write("payload.json", '["from a file"]');
    push(["email", "@payload.json"]);
    await dev.waitFor(/email \["from a file"\]/);
    push(["email", "-"], '["from standard input"]');
    await dev.waitFor(/email \["from standard input"\]/);
  });

  it("pushes to a message group, and prints JSON if asked", async () => {
    const { stdout } = push(["billing.fifo", "17", "--group", "ann", "--json"]);
    assert.match(stdout, /^\{"jobId":"[0-9a-f-]{36}"\}\n$/);
    await dev.waitFor(/billing 17 of ann/);
  });

  it("refuses what the queue does not take, and what there is not", () => {
    const refusals = [
      push(["billing.fifo", "17"]),
      push(["email", "17", "--delay", "2h"]),
      push(["emial", "17"]),
      push(["email", "@gone.json"]),
    ];
    assert.deepEqual(
      refusals.map(({ status, stdout }) => ({ status, stdout })),
      refusals.map(() => ({ status: 2, stdout: "" })),
    );
    assert.deepEqual(
      refusals.map(({ stderr }) => stderr),
      [
        'Cannot push to queue "billing.fifo": a FIFO queue needs a message group\n→ Add --group ID: its jobs run one at a time, in order\n',
        'Cannot push to queue "email": "delay" is "2h", must be whole seconds from 0 to 900: a number of seconds, or "90s", "15m", "12h", "7d"\n',
        'No queue "emial". Queues: billing.fifo, email. Did you mean "email"?\n',
        'Cannot read the payload from "gone.json": there is none\n',
      ],
    );
  });
});
