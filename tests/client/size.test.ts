import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { PROJECT } from "../support/source-file.ts";

const KB = 1_024;

describe("the size of queuerun/client", () => {
  it("is at most 2 KB in a page that calls routes, and in one that connects", async () => {
    for (const names of ["createClient, ApiError", "connect"]) {
      const { text } = await bundle(names);
      assert.ok(text.length <= 2 * KB, `${names}: ${text.length} bytes`);
    }
  });

  it("is at most 2 KB compressed as a whole", async () => {
    const { text } = await bundle("createClient, ApiError, connect");
    const size = gzipSync(text).length;
    assert.ok(size <= 2 * KB, `${size} bytes`);
  });

  it("brings nothing along of what it has its types from", async () => {
    const { inputs } = await bundle("createClient, ApiError, connect");
    const others = inputs.filter((path) => !/^(client\/|<stdin>)/.test(path));
    assert.deepEqual(others, ["manifest/socket-ping.ts"]);
  });
});

async function bundle(names: string) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: PROJECT,
    stdin: { contents: `export { ${names} } from "./client/index.ts";`, resolveDir: PROJECT },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    metafile: true,
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}
