import assert from "node:assert/strict";
import { join } from "node:path";
import { createDeveloperShell, type DeveloperShell } from "../support/developer-shell.ts";
import { installOfficialClient } from "../support/install-in-cache.ts";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import type { StartedCommand } from "../support/start-command.ts";
import { describeKeys, findKeys, KEY_HUNT, NODE_OPTIONS, startHunt } from "./keys.ts";

const CLI = join(PROJECT, "cli", "main.ts");

describe("the hunt for keys", function () {
  this.timeout("1m");
  let shell: DeveloperShell;
  before(async () => {
    shell = await createDeveloperShell();
  });
  after(() => shell.close());

  it("finds them in each place where they are", async () => {
    const main = join(KEY_HUNT, "lib", "main.ts");
    // Of a file that is open, of an argument, and of a file in the package
    const script = 'exec 3< "$AWS_SHARED_CREDENTIALS_FILE" && exec "$@" DEVELOPERKEY';
    const args = ["-c", script, "bash", process.execPath, ...NODE_OPTIONS, main];
    const env = { ...shell.env, LAMBDA_TASK_ROOT: join(shell.credentialsFile, "..") };
    const { code, stdout, stderr } = await runCommand("bash", args, { cwd: KEY_HUNT, env });
    assert.equal(code, 0, stderr);
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    const places = Object.keys(seen).filter(
      (way) => process.platform === "linux" || !/proc\/|descriptors/.test(way),
    );
    assert.deepEqual(findKeys(seen), places);
    assert.ok(places.length >= 12);
  });
});

describe("keys, of a backend with a role", function () {
  this.timeout("1m");
  let shell: DeveloperShell;
  let served: StartedCommand | undefined;
  before(async () => {
    shell = await createDeveloperShell();
  });
  after(async () => {
    await served?.stop();
    await shell.close();
  });

  it("are the role's, and found only by the chain and the protocol that they are served over", async () => {
    const policy = join(PROJECT, "examples", "permissions", "policy.json");
    served = startHunt([CLI, "dev", KEY_HUNT, "--backend-policy", policy], shell);
    const [url] = await served.waitFor(/http:\S+(?= serves)/);
    const seen = (await (await fetch(`${url}/hunt`)).json()) as Record<string, unknown>;
    const found = Object.entries(seen).flatMap(([way, value]) =>
      [...new Set(JSON.stringify(value).match(/DEVELOPERKEY|ASIA[A-Z]+/g))].map((key) => [
        way,
        key,
      ]),
    );
    assert.deepEqual(found, [
      ["AWS's default chain", "ASIABACKEND"],
      ["container credentials", "ASIABACKEND"],
    ]);
  });
});

describeKeys("the local cloud", async (folder, envFile) => [
  CLI,
  "dev",
  folder,
  "--env-file",
  envFile,
]);

describeKeys("the official runtime interface client", async (folder, envFile) => [
  join(PROJECT, "tests", "support", "serve-backend.ts"),
  folder,
  envFile,
  await installOfficialClient(),
]);
