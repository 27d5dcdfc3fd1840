import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { buildBackend, type DeploymentPackage } from "../../build/build.ts";
import { hashZip } from "../../build/zip.ts";
import { readZip } from "../../dev/read-zip.ts";
import { BackendError } from "../../manifest/problem.ts";
import { createBackend } from "../support/backend-files.ts";
import { packageTexts, requestPackage } from "../support/package-probe.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

const ROUTE = "export const get = () => ({ ok: true });\n";
const QUEUE = "export default async function (payload: string) {\n  console.log(payload);\n}\n";

describe("buildBackend()", () => {
  let project: TemporaryFolder | undefined;
  afterEach(() => project?.remove());

  it("makes a package of an entry, chunks and an executable wrapper", async () => {
    const made = await build({ "api/index.ts": ROUTE });
    const entries = readZip(made.zip).map(({ name, mode }) => [hideHash(name), mode]);
    assert.deepEqual(entries, [
      ["chunks/api-HASH.mjs", 0o644],
      ["chunks/api-HASH.mjs.map", 0o644],
      ["index.mjs", 0o644],
      ["queuerun-exec", 0o755],
      ...ownFiles(made).map((name) => [name, 0o644]),
    ]);
    const sizes = readZip(made.zip).map(({ name, data }) => ({ name, size: data.length }));
    const total = (list: typeof sizes) => list.reduce((sum, { size }) => sum + size, 0);
    assert.deepEqual(made.sizes, {
      bundle: total(sizes.filter(({ name }) => !name.endsWith(".map"))),
      zip: made.zip.length,
      unzipped: total(sizes),
      environment: 900,
    });
    assert.equal(made.sha256, hashZip(made.zip));
  });

  it("loads each route from a chunk of its own", async () => {
    const made = await build({
      "api/one.ts": 'console.log("one loaded");\nexport const get = () => "one";\n',
      "api/two.ts": 'console.log("two loaded");\nexport const get = () => "two";\n',
    });
    assert.deepEqual(await request(made, ["/one"]), { bodies: ["one"], log: "one loaded" });
  });

  it("has the client of SQS only with queues", async () => {
    const without = await build({ "api/index.ts": ROUTE });
    assert.ok(!ownFiles(without).includes("queuerun/sqs-client.mjs"));
    await project?.remove();
    const made = await build({ "queues/email.ts": QUEUE });
    assert.ok(ownFiles(made).includes("queuerun/sqs-client.mjs"));
    const { "queuerun/sqs-client.mjs": client = "" } = packageTexts(made);
    assert.match(client, /as createSqsClient\b/);
  });

  it("bundles CommonJS, with what it expects around it", async () => {
    const made = await build({
      "lib/old.cjs":
        'const { basename } = require("path");\nmodule.exports = [basename("/a/b"), typeof __dirname, typeof __filename];\n',
      "api/index.ts": 'import old from "../lib/old.cjs";\nexport const get = () => old;\n',
    });
    const { bodies } = await request(made, ["/"]);
    assert.deepEqual(bodies, ['["b","string","string"]']);
  });

  it("leaves __dirname and __filename to modules that declare them", async () => {
    const made = await build({
      "node_modules/old/package.json": '{ "name": "old" }',
      "node_modules/old/index.js": `module.exports = [__dirname, __filename, require("path").sep];\n`,
      "api/index.ts": `import { basename, dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import old from "old";
const __filename = fileURLToPath(import.meta.url);
const __dirname = dirname(__filename);
const isChunk = __dirname === old[0] && __filename === old[1];
export const get = () => [isChunk, basename(__dirname), extname(__filename), old[2]];
`,
      "api/same.ts": `import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
const __dirname = dirname(fileURLToPath(import.meta.url));
export const get = () => __dirname === import.meta.dirname;
`,
    });
    const { bodies } = await request(made, ["/", "/same"]);
    assert.deepEqual(bodies, ['[true,"chunks",".mjs","/"]', "true"]);
  });

  it("takes dependencies that were bundled before, with a require of their own", async () => {
    const made = await build({
      "node_modules/done/package.json": '{ "name": "done", "type": "module" }',
      "node_modules/done/index.js": `import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
var __require = (x => typeof require !== "undefined" ? require : x)(function (x) {
  throw Error('Dynamic require of "' + x + '" is not supported');
});
export const { sep } = __require("path");
`,
      "api/index.ts": 'import { sep } from "done";\nexport const get = () => [sep];\n',
    });
    assert.deepEqual((await request(made, ["/"])).bodies, ['["/"]']);
  });

  it("calls the exports of CommonJS, in any form", async () => {
    const made = await build({
      "index.cjs": "exports.warmup = async () => { globalThis.warm = true; };\n",
      "api/_middleware.cjs":
        'module.exports = { onResponse(request, response) { response.headers["x-seen"] = "1"; } };\n',
      "api/named.cjs": "exports.get = () => [globalThis.warm];\n",
      "api/whole.cjs": 'module.exports = () => "whole";\n',
      "api/default.cjs": 'exports.default = () => "default";\n',
    });
    const { bodies } = await request(made, ["/named", "/whole", "/default"]);
    assert.deepEqual(bodies, ["[true]", "whole", "default"]);
  });

  it("gives CommonJS the SDK that all others have", async () => {
    const made = await build({
      "api/old.cjs":
        'const { HttpError } = require("queuerun/sdk");\nexports.get = () => { throw new HttpError(418, "short"); };\n',
    });
    const [body = "{}"] = (await request(made, ["/old"])).bodies;
    assert.deepEqual(JSON.parse(body).detail, "short");
  });

  it("keeps the names of classes and functions", async () => {
    const made = await build({
      "lib/orders.ts": "export class NotFound extends Error {}\nexport const find = () => {};\n",
      "lib/users.ts": "export class NotFound extends Error {}\nexport function find() {}\n",
      "api/index.ts": `import * as orders from "../lib/orders.ts";
import * as users from "../lib/users.ts";
const errors = [new orders.NotFound(), new users.NotFound()];
export const get = () => [...errors.map((error) => error.constructor.name), orders.find.name, users.find.name];
`,
    });
    assert.deepEqual((await request(made, ["/"])).bodies, [
      '["NotFound","NotFound","find","find"]',
    ]);
  });

  it("maps stacks to the sources, also below what CommonJS needs", async () => {
    const made = await build({
      "lib/old.cjs": 'exports.fail = () => {\n  throw new Error(require("path").sep);\n};\n',
      "api/index.ts":
        'import { fail } from "../lib/old.cjs";\n\nexport function get() {\n  try {\n    return fail();\n  } catch (error) {\n    return (error as Error).stack;\n  }\n}\n',
    });
    const [stack = ""] = (await request(made, ["/"])).bodies;
    const places = [...stack.matchAll(/\/unzipped\/(\S+?)\)?$/gm)].map(([, place]) => place);
    assert.deepEqual(places.slice(0, 2), ["lib/old.cjs:2:9", "api/index.ts:5:12"]);
  });

  it("has no maps of code that is not the user's", async () => {
    const made = await build({
      "api/one.ts": 'import { a } from "big";\nexport const get = () => a;\n',
      "api/two.ts": 'import { a } from "big";\nexport const get = () => a;\n',
      "node_modules/big/package.json": '{ "name": "big", "type": "module" }',
      "node_modules/big/index.js": "export const a = Math.random();\n",
    });
    const maps = Object.entries(packageTexts(made)).filter(([name]) => name.endsWith(".map"));
    assert.deepEqual(
      maps.map(([name, text]) => [hideHash(name), JSON.parse(text).sources]),
      [
        ["chunks/one-HASH.mjs.map", ["../api/one.ts"]],
        ["chunks/two-HASH.mjs.map", ["../api/two.ts"]],
      ],
    );
    assert.ok(maps.every(([, text]) => !Object.hasOwn(JSON.parse(text), "sourcesContent")));
  });

  it("takes queuerun/sdk from this package, whatever is installed", async () => {
    const made = await build({
      "api/index.ts":
        'import { HttpError } from "queuerun/sdk";\nexport const get = () => new HttpError(418).status;\n',
      "node_modules/queuerun/package.json":
        '{ "name": "queuerun", "exports": { "./sdk": "./a.js" } }',
      "node_modules/queuerun/a.js": "throw new Error('another queuerun');\n",
    });
    assert.deepEqual((await request(made, ["/"])).bodies, ["418"]);
  });

  it("tells a queue its own name", async () => {
    const made = await build({
      "queues/billing.fifo.ts": `import { queues } from "queuerun/sdk";\nexport const self = queues.self(import.meta), url = import.meta.url;\n${QUEUE}`,
    });
    const texts = Object.entries(packageTexts(made))
      .filter(([name, text]) => name.startsWith("chunks/") && text.includes(".self("))
      .map(([, text]) => text);
    assert.equal(texts.length, 1);
    assert.match(texts[0] ?? "", /\.self\("billing\.fifo"\),url=import\.meta\.url/);
  });

  it("begins with a tsconfig.json that extends the generated one", async () => {
    const made = await build({
      "tsconfig.json": '{ "extends": "../.queuerun/tsconfig.json" }',
      "api/index.ts": ROUTE,
    });
    assert.deepEqual(made.warnings, []);
  });

  it("warns of the user's code, and not of a dependency's", async () => {
    const made = await build({
      "api/index.ts": 'import "odd";\nexport const get = () => typeof get == "functoin";\n',
      "node_modules/odd/package.json": '{ "name": "odd" }',
      "node_modules/odd/index.js": 'module.exports = typeof x == "functoin";\n',
    });
    assert.deepEqual(made.warnings, [
      {
        file: "api/index.ts",
        line: 2,
        column: 40,
        endColumn: 50,
        message: 'The "typeof" operator will never evaluate to "functoin"',
      },
    ]);
  });

  it("counts columns in characters, also where the compiler counts bytes", async () => {
    const files = {
      "api/index.ts": '/* grüße 😀 */ import "../lib/none.ts";\nexport const get = 1;\n',
    };
    await assert.rejects(build(files), (error: unknown) => {
      assert.ok(error instanceof BackendError);
      assert.deepEqual(
        error.problems.map(({ line, column, endColumn }) => [line, column, endColumn]),
        [
          [1, 23, 39],
          [2, 14, 17],
        ],
      );
      return true;
    });
  });

  it("reports a link that leads nowhere", async () => {
    project = await createBackend({ "api/index.ts": ROUTE });
    const backend = join(project.path, "backend");
    await symlink("/dev/null/file", join(backend, "api/odd.ts"));
    await assert.rejects(
      buildBackend(backend),
      new BackendError([
        {
          file: "api/odd.ts",
          message: "Cannot follow the symbolic link: ENOTDIR",
          fix: "Point it to a file or folder that exists, or delete it",
        },
      ]),
    );
  });

  it("reports a folder that is not there", async () => {
    await assert.rejects(
      buildBackend("/no/such/folder"),
      new BackendError([{ message: 'There is no folder "/no/such/folder"' }]),
    );
  });

  async function build(files: Readonly<Record<string, string>>): Promise<DeploymentPackage> {
    project = await createBackend(files);
    return await buildBackend(join(project.path, "backend"));
  }

  function request(made: DeploymentPackage, paths: readonly string[]) {
    return requestPackage(made, join(project?.path ?? "", "unzipped"), paths);
  }
});

function ownFiles(made: DeploymentPackage): string[] {
  return Object.keys(packageTexts(made)).filter((name) => name.startsWith("queuerun/"));
}

function hideHash(name: string): string {
  return name.replace(/-[A-Z0-9]{8}\./, "-HASH.");
}
