import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type InstalledPackage, installPackage } from "../support/installed-package.ts";
import { runCommand } from "../support/run-command.ts";
import { type StartedCommand, startCommand } from "../support/start-command.ts";

const FILES = {
  "backend/index.ts": `export let isWarm = false;
export async function warmup() {
  isWarm = true;
}
`,
  "backend/.env": "GREETING=hello\n",
  "policy.json": `{
    "Version": "2012-10-17",
    "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
  }`,
  "scripts/keys.ts": `const { env } = process;
const headers = { authorization: env.AWS_CONTAINER_AUTHORIZATION_TOKEN ?? "" };
const response = await fetch(env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? "", { headers });
console.log((await response.json()).AccessKeyId);
`,
  "backend/queues/email.ts": `export default async function send({ to }: { to: string }) {
  console.log("email to", to);
}
`,
  "scripts/invite.ts": `import { queues } from "queuerun/sdk";
import { existsSync, readFileSync } from "node:fs";
import { isWarm } from "../backend/index.js";

/** What the process began with. */
function readEnviron() {
  const file = "/proc/self/environ";
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

const { GREETING, AWS_ACCESS_KEY_ID, AWS_EC2_METADATA_DISABLED, SECRET } = process.env;
console.log(JSON.stringify({
  ...{ isWarm, GREETING, AWS_ACCESS_KEY_ID, AWS_EC2_METADATA_DISABLED, SECRET },
  ...{ args: process.argv.slice(2), environ: readEnviron().includes("AWS_ACCESS_KEY_ID") },
}));
await queues.get("email").push({ to: "ann" });
void queues.get("email").push({ to: "bob" });
`,
};

describe("queuerun exec", function () {
  this.timeout("1m");
  let installed: InstalledPackage;
  let cwd = "";
  let dev: StartedCommand;
  before(async function () {
    this.timeout("2m");
    installed = await installPackage();
    cwd = await installed.createProject("exec", FILES);
    dev = startCommand(
      installed.command,
      ["dev", "--port", "0", "--backend-policy", "policy.json"],
      { cwd },
    );
    await dev.waitFor(/Ctrl-C stops/);
  });
  after(() => dev?.stop());

  function exec(...args: string[]) {
    const env = { ...process.env, AWS_ACCESS_KEY_ID: "mine", SECRET: "mine" };
    return runCommand(installed.command, ["exec", ...args], { cwd, env });
  }

  it("gives the file the role of the backend's own code", async () => {
    const { code, stdout } = await exec("scripts/keys.ts");
    assert.equal(code, 0);
    assert.match(stdout, /^ASIABACKEND\w+\n$/);
  });

  it("runs a file as code of the backend, with its variables and none of the shell's", async () => {
    const { code, stdout, stderr } = await exec("scripts/invite.ts", "a", "--b");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.deepEqual(JSON.parse(stdout), {
      isWarm: true,
      GREETING: "hello",
      AWS_EC2_METADATA_DISABLED: "true",
      args: ["a", "--b"],
      environ: false,
    });
    await dev.waitFor(/email to ann/);
    await dev.waitFor(/email to bob/);
    assert.deepEqual(
      readdirSync(join(cwd, ".queuerun")).filter((name) => name.startsWith("exec-")),
      [],
    );
  });

  it("ends with the file's own exit code, and shows its error where it is", async () => {
    await writeFile(join(cwd, "scripts/three.ts"), "process.exitCode = 3;\n");
    assert.equal((await exec("scripts/three.ts")).code, 3);
    await writeFile(join(cwd, "scripts/fails.ts"), '\nthrow new Error("No customers");\n');
    const { code, stderr } = await exec("scripts/fails.ts");
    assert.equal(code, 1);
    assert.match(stderr, /Error: No customers\n\s+at .*scripts\/fails\.ts:2:7/);
  });

  it("says what is wrong with a file, or that there is none", async () => {
    await writeFile(join(cwd, "scripts/bad.ts"), "let x: = 1;\n");
    const bad = await exec("scripts/bad.ts");
    assert.equal(bad.code, 1);
    assert.match(bad.stderr, /Unexpected "="\n\n\s+scripts\/bad\.ts:1:7:/);
    assert.deepEqual(await exec("scripts/gone.ts"), {
      code: 2,
      stdout: "",
      stderr: 'There is no file "scripts/gone.ts"\n',
    });
  });
});
