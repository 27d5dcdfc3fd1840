import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatUses } from "../../cli/dev-permissions.ts";
import { PROJECT } from "../support/source-file.ts";
import { type StartedCommand, startCommand } from "../support/start-command.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

const MAIN = ["--conditions=queuerun-source", "--", join(PROJECT, "cli/main.ts")];
const EMAIL = "arn:aws:sqs:us-east-1:000000000000:local-q-email";

describe("queuerun dev --permissions", function () {
  this.timeout("1m");
  let folder: TemporaryFolder;
  let dev: StartedCommand | undefined;

  beforeEach(async () => {
    folder = await createTemporaryFolder();
    for (const name of ["api", "queues"]) await mkdir(join(folder.path, name));
    await writeFile(join(folder.path, "package.json"), '{ "type": "module" }');
    await writeFile(
      join(folder.path, "api", "index.ts"),
      `import { queues } from "queuerun/sdk";
       export const get = async () => ({ id: await queues.email.push({}) });`,
    );
    await writeFile(
      join(folder.path, "queues", "email.ts"),
      'export default async () => console.log("sent");',
    );
  });
  afterEach(async () => {
    await dev?.stop();
    await folder.remove();
  });

  it("prints what each tier has used when it is interrupted", async () => {
    const env = { ...process.env, PORT: "0" };
    const args = [...MAIN, "dev", ".", "--permissions"];
    dev = startCommand(process.execPath, args, { cwd: folder.path, env });
    const [url = ""] = await dev.waitFor(/http:\/\/127\.0\.0\.1:\d+/);
    assert.equal((await fetch(url)).status, 200);
    await dev.waitFor(/REPORT.*REPORT/s);
    assert.equal(await dev.stop(), 0);
    const page = readFileSync(join(PROJECT, "docs", "permissions.md"), "utf8");
    const example = /^```\n(Used by .*?)^```/ms.exec(page)?.[1] ?? "";
    const output = dev.output();
    // How often a queue was asked depends on the time
    const [seen, told] = [output.slice(output.indexOf("Used by")), example].map((text) =>
      text.replaceAll(/^ {2}\d+ /gm, "  N "),
    );
    assert.match(seen ?? "", /^Used by the runtime tier\n/);
    assert.equal(seen, told);
  });
});

describe("formatUses", () => {
  it("lists what was used and denied, by tier", () => {
    const use = { resource: EMAIL, isAllowed: true, statement: undefined };
    assert.equal(
      formatUses([
        { ...use, tier: "runtime", action: "sqs:SendMessage", count: 12 },
        { ...use, tier: "backend", action: "sqs:SendMessage", count: 1, isAllowed: false },
        { ...use, tier: "runtime", action: "sqs:DeleteMessage", count: 3 },
      ]),
      `Used by the runtime tier
  12  sqs:SendMessage    ${EMAIL}
  3   sqs:DeleteMessage  ${EMAIL}

Denied to the backend tier
  1  sqs:SendMessage  ${EMAIL}`,
    );
  });

  it("says so when there is nothing", () => {
    assert.equal(formatUses([]), "No tier has asked for anything");
  });
});
