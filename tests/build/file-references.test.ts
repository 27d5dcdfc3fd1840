import assert from "node:assert/strict";
import { join } from "node:path";
import { buildBackend } from "../../build/build.ts";
import { createBackend } from "../support/backend-files.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

describe("findFileReferences()", () => {
  let project: TemporaryFolder | undefined;
  afterEach(() => project?.remove());

  /** What the build warns of in `lib/data.ts`, whose exports a route uses. */
  async function warn(code: string) {
    project = await createBackend({
      "lib/data.json": "{}",
      "lib/data.ts": code,
      "api/index.ts":
        'import * as data from "../lib/data.ts";\nexport const get = () => Object.values(data).length;\n',
    });
    return (await buildBackend(join(project.path, "backend"))).warnings;
  }

  it("warns of files that are opened beside the code, as they are not in the package", async () => {
    const warnings = await warn(`import { readFileSync } from "node:fs";
export const site = new URL("https://example.com", import.meta.url);
export const read = () => readFileSync(new URL("./data.json", import.meta.url));
`);
    assert.deepEqual(warnings, [
      {
        file: "lib/data.ts",
        line: 3,
        column: 48,
        endColumn: 61,
        message: 'The file "./data.json" is not in the package: only what is imported is',
        fix: "Import it: code, .json or .txt",
      },
    ]);
  });

  it("sees templates, and what stands between comments, but nothing in comments and texts", async () => {
    const warnings = await warn(`// new URL("./comment.json", import.meta.url)
const name = process.env.NAME;
export const text = 'new URL("./text.json", import.meta.url)';
export const template = new URL(\`./template.json\`, import.meta.url);
export const commented = new URL(
  // Beside this file
  "./commented.json", // in JSON
  import.meta.url,
);
export const holes = new URL(\`./\${name}.json\`, import.meta.url);
export const address = new URL(\`https://\${name}\`, import.meta.url);
export const other = new URL("./other.json", "file:///srv/");
`);
    assert.deepEqual(
      warnings.map(({ line, message }) => [line, message.replace(/ is not in .*/, "")]),
      [
        [4, "The file `./template.json`"],
        [7, 'The file "./commented.json"'],
        [10, `The file \`./\${name}.json\``],
      ],
    );
  });

  it("says nothing of code that is nested too deep to be looked through", async () => {
    const warnings = await warn(`export const deep = ${"1+".repeat(20_000)}1;
export const data = new URL("./data.json", import.meta.url);
`);
    assert.deepEqual(warnings, []);
  });

  it("sees a template in a backend where nothing else refers to a file", async () => {
    const warnings = await warn(
      `export const path = (name: string) => new URL(\`./\${name}.json\`, import.meta.url);\n`,
    );
    assert.equal(warnings.length, 1);
  });
});
