import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXEC_WRAPPER_SOURCE } from "../../build/exec-wrapper.ts";
import { runCommand } from "../support/run-command.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

const KEYS = {
  AWS_ACCESS_KEY_ID: "ASIAKEY",
  AWS_SECRET_ACCESS_KEY: "secret/with+signs $HOME `id` \\n",
  AWS_SESSION_TOKEN: "token==",
};

/** Prints what a program sees that the wrapper starts, its children included. */
const PROBE = `
const { readFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const fd = Number(process.env.QUEUERUN_CREDENTIALS_FD);
const child = execFileSync(process.execPath, ["-p", "JSON.stringify(process.env)"], { encoding: "utf8" });
console.log(JSON.stringify({
  args: process.argv.slice(1),
  credentials: readFileSync(fd, "utf8").split("\\n"),
  env: Object.entries(process.env).filter(([name]) => /AWS|QUEUERUN|^_[a-z]/.test(name)).sort(),
  leaks: ["ASIAKEY", "secret/with", "token=="].filter((text) => child.includes(text)),
}));`;

describe("the exec wrapper", () => {
  let folder: TemporaryFolder;
  before(async () => {
    folder = await createTemporaryFolder();
  });
  after(() => folder.remove());

  it("hands the credentials over in a pipe, and leaves none in the environment", async () => {
    const seen = await runWrapped(EXEC_WRAPPER_SOURCE, {
      ...KEYS,
      AWS_SECURITY_TOKEN: "token==",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/",
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "token==",
      AWS_REGION: "eu-west-1",
      AWS_LAMBDA_FUNCTION_NAME: "shop",
    });
    const fd = seen.env.find(([name]) => name === "QUEUERUN_CREDENTIALS_FD")?.[1];
    assert.match(String(fd), /^\d+$/);
    assert.deepEqual(seen, {
      args: ["two words", "*"],
      credentials: [...Object.values(KEYS), ""],
      env: [
        ["AWS_EC2_METADATA_DISABLED", "true"],
        ["AWS_LAMBDA_FUNCTION_NAME", "shop"],
        ["AWS_REGION", "eu-west-1"],
        ["QUEUERUN_CREDENTIALS_FD", fd],
        ["QUEUERUN_REGION", "eu-west-1"],
      ],
      leaks: [],
    });
  });

  it("works without credentials", async () => {
    const { credentials } = await runWrapped(EXEC_WRAPPER_SOURCE, {});
    assert.deepEqual(credentials, ["", "", "", ""]);
  });

  it("uses a fixed descriptor where bash cannot choose one", async () => {
    const old = EXEC_WRAPPER_SOURCE.replace(/\(\( .* \)\)/, "false");
    assert.notEqual(old, EXEC_WRAPPER_SOURCE);
    const { credentials, env } = await runWrapped(old, KEYS);
    assert.deepEqual(credentials, [...Object.values(KEYS), ""]);
    assert.deepEqual(env, [
      ["AWS_EC2_METADATA_DISABLED", "true"],
      ["QUEUERUN_CREDENTIALS_FD", "19"],
      ["QUEUERUN_REGION", ""],
    ]);
  });

  it("runs nothing that a variable of the backend names", async () => {
    const script = join(folder.path, "startup.sh");
    await writeFile(script, 'echo "$AWS_SECRET_ACCESS_KEY"\n');
    const { stdout, stderr } = await runCommand(
      await writeWrapper(EXEC_WRAPPER_SOURCE),
      ["/bin/true"],
      {
        cwd: folder.path,
        env: { ...KEYS, BASH_ENV: script, SHELLOPTS: "xtrace" },
      },
    );
    assert.deepEqual({ stdout, stderr }, { stdout: "", stderr: "" });
  });

  it("ends as the program does", async () => {
    const wrapper = await writeWrapper(EXEC_WRAPPER_SOURCE);
    const { code } = await runCommand(wrapper, [process.execPath, "-e", "process.exit(7)"], {
      cwd: folder.path,
      env: KEYS,
    });
    assert.equal(code, 7);
  });

  async function runWrapped(source: string, env: NodeJS.ProcessEnv): Promise<Seen> {
    const args = [process.execPath, "-e", PROBE, "two words", "*"];
    const wrapper = await writeWrapper(source);
    const { stdout, stderr } = await runCommand(wrapper, args, { cwd: folder.path, env });
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  }

  async function writeWrapper(source: string): Promise<string> {
    const path = join(folder.path, "queuerun-exec");
    await writeFile(path, source, { mode: 0o755 });
    return path;
  }
});

interface Seen {
  readonly args: readonly string[];
  readonly credentials: readonly string[];
  readonly env: readonly (readonly [name: string, value: string])[];
  readonly leaks: readonly string[];
}
