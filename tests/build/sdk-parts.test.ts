import assert from "node:assert/strict";
import { join } from "node:path";
import { buildBackend } from "../../build/build.ts";
import { createBackend } from "../support/backend-files.ts";
import { packageTexts } from "../support/package-probe.ts";

const PLAIN = {
  "api/index.ts": 'import { reply } from "queuerun/sdk";\nexport const get = () => reply("x");\n',
};
const VERIFYING = {
  "api/me.ts":
    'import { jwt } from "queuerun/sdk";\nexport const get = (request) => jwt.verify(jwt.bearer(request), { google: "1" });\n',
};
const LINKING = {
  "api/[id]/link.ts":
    'import { url } from "queuerun/sdk";\nexport const get = () => url.self(import.meta)({ id: 1 });\n',
  "api/[id]/typed.ts":
    'import { url } from "queuerun/sdk";\nexport const get = () => url.self<"/[id]/typed">(import.meta)({ id: 1 });\n',
};

async function build(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const project = await createBackend(files);
  try {
    return packageTexts(await buildBackend(join(project.path, "backend")));
  } finally {
    await project.remove();
  }
}

/** Names of the files that hold a text. */
function filesWith(files: Readonly<Record<string, string>>, text: string): string[] {
  return Object.keys(files).filter((name) => files[name]?.includes(text));
}

describe("A package", () => {
  it("has no code to verify tokens or make URLs, if it does neither", async () => {
    const files = await build(PLAIN);
    for (const text of ["queuerun/jose.mjs", "Cannot verify tokens", "Cannot create the URL"])
      assert.deepEqual(filesWith(files, text), []);
    assert.equal(files["queuerun/jose.mjs"], undefined);
  });

  it("has what verifies tokens in a file that is loaded when one comes", async () => {
    const files = await build({ ...PLAIN, ...VERIFYING });
    assert.match(files["queuerun/jose.mjs"] ?? "", /jwtVerify/);
    assert.deepEqual(filesWith(files, "jose.mjs"), ["queuerun/jwt.mjs"]);
    assert.match(files["queuerun/jwt.mjs"] ?? "", /import\("\.\/jose\.mjs"\)/);
  });

  it("has the path of a route in place of url.self(import.meta)", async () => {
    const files = await build({ ...PLAIN, ...LINKING });
    assert.equal(filesWith(files, '.self("/[id]/link")').length, 1);
    assert.equal(filesWith(files, '.self("/[id]/typed")').length, 1);
  });
});
