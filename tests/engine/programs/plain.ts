import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import type { ProgramFiles } from "../engine.ts";

/** A zip file whose `index.mjs` is this code. */
export function createZip(code: string): Uint8Array {
  return zipSync({ "index.mjs": Buffer.from(code) }, { mtime: new Date(2000, 0, 1) });
}

/** What each plain program deploys. */
export const PLAIN_CODE: ProgramFiles = {
  "code.zip": createZip("export const handler = async () => 1;"),
};

/** The plain program in TypeScript. */
export const PLAIN_TYPESCRIPT: ProgramFiles = {
  ...PLAIN_CODE,
  "Pulumi.yaml": `name: plain
runtime:
  name: nodejs
  options: { typescript: false }
`,
  "resources.ts": readFileSync(new URL("plain-resources.ts", import.meta.url)),
  "index.ts": `import { createPlainResources } from "./resources.ts";
const { account, url, version } = await createPlainResources("code.zip");
export { account, url, version };
`,
};
