import assert from "node:assert/strict";
import { mkdir, readFile, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { buildBackend } from "../../build/build.ts";
import { readZip } from "../../dev/read-zip.ts";
import { writeFiles } from "../support/backend-files.ts";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

/** With all that ends up in a package: code of the user, of CommonJS and ES dependencies, of queuerun. */
const FILES = {
  "package.json": '{ "imports": { "#lib/*.js": "./lib/*.ts" } }',
  "index.ts": "export let started: string;\nexport async function warmup() { started = 'now'; }\n",
  "lib/orders.ts": 'import legacy from "legacy";\nexport class Order {}\nexport { legacy };\n',
  "api/index.ts":
    'import { Order } from "#lib/orders.js";\nexport const get = () => new Order();\n',
  "api/orders/[id].ts":
    'import { legacy, Order } from "../../lib/orders.ts";\nimport { queues } from "queuerun/sdk";\nexport const post = () => [legacy, Order, queues];\n',
  "api/_middleware.ts": 'import "modern";\nexport function onRequest() {}\n',
  "queues/billing.fifo.ts": "export default async () => {};\n",
  "node_modules/legacy/package.json": '{ "name": "legacy", "main": "lib/index.js" }',
  "node_modules/legacy/lib/index.js":
    'const path = require("path"); module.exports = path.join(__dirname, require("./other"));\n',
  "node_modules/legacy/lib/other.js": "exports.file = __filename;\n",
  "node_modules/modern/package.json": '{ "name": "modern", "type": "module", "exports": "./a.js" }',
  "node_modules/modern/a.js": "globalThis.modern = import.meta.url;\n",
};

describe("a package", () => {
  let folder: TemporaryFolder;
  before(async () => {
    folder = await createTemporaryFolder();
  });
  after(() => folder.remove());

  it("is the same bytes in any folder, at any time", async () => {
    const here = await createCopy("here");
    const there = await createCopy("there/and/further");
    await utimes(join(there, "index.ts"), new Date(0), new Date(0));
    const first = await buildBackend(here);
    const second = await buildBackend(there);
    assert.equal(second.sha256, first.sha256);
    assert.deepEqual(Buffer.compare(first.zip, second.zip), 0);
  });

  it("is the same bytes under any umask, in any time zone, for any user", async () => {
    const here = await createCopy("mine");
    const there = await createCopy("yours");
    const [first, second] = await Promise.all([
      buildAs("000", { TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8", HOME: here }, here),
      buildAs("077", { TZ: "America/Caracas", LANG: "C", HOME: there }, there),
    ]);
    assert.equal(Buffer.compare(first, second), 0);
  });

  it("names no folder of the machine it was made on", async () => {
    const { zip } = await buildBackend(await createCopy("named"));
    const text = readZip(zip)
      .map(({ name, data }) => `${name}\n${data}`)
      .join("\n");
    const named = [folder.path, PROJECT.slice(0, -1), homedir()].filter((path) =>
      text.includes(path),
    );
    assert.deepEqual(named, []);
  });

  async function createCopy(name: string): Promise<string> {
    const path = join(folder.path, name);
    await mkdir(path, { recursive: true });
    await writeFiles(path, FILES);
    return path;
  }
});

async function buildAs(
  umask: string,
  env: Readonly<Record<string, string>>,
  backend: string,
): Promise<Buffer> {
  const build = `umask ${umask} && exec "$1" --conditions=queuerun-source cli/main.ts build "$0" --out "$0/out"`;
  const { code, stderr } = await runCommand("sh", ["-c", build, backend, process.execPath], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
  });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  return readFile(join(backend, "out", "package.zip"));
}
