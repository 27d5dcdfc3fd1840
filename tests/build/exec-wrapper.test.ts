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
      ],
      leaks: [],
      stderr: "",
    });
  });

  it("takes away whatever says where other keys are", async () => {
    const { env } = await runWrapped(EXEC_WRAPPER_SOURCE, {
      ...KEYS,
      AWS_ACCESS_KEY: "ASIAKEY",
      AWS_SECRET_KEY: "secret/with",
      AWS_SECURITY_TOKEN: "token==",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/",
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/keys",
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "token==",
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/run/token",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/run/token",
      AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/shop",
      AWS_ROLE_SESSION_NAME: "shop",
      AWS_PROFILE: "shop",
      AWS_DEFAULT_PROFILE: "shop",
      AWS_SHARED_CREDENTIALS_FILE: "/run/credentials",
      AWS_CONFIG_FILE: "/run/config",
      AWS_LOGIN_CACHE_DIRECTORY: "/run/login",
      AWS_ENDPOINT_URL_STS: "http://127.0.0.1/",
      AWS_EC2_METADATA_DISABLED: "false",
      AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    });
    assert.deepEqual(
      env.filter(([name]) => name !== "QUEUERUN_CREDENTIALS_FD"),
      [
        ["AWS_EC2_METADATA_DISABLED", "true"],
        ["AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"],
      ],
    );
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
    ]);
  });

  it("hands them over whatever variables say, and runs and prints nothing that they name", async () => {
    const script = join(folder.path, "startup.sh");
    await writeFile(script, "echo run >&2\n");
    for (const name of ["bash", "exec", "unset", "[", "node"])
      await writeFile(join(folder.path, name), "#!/bin/bash\necho run >&2\n", { mode: 0o755 });
    const { credentials, leaks, stderr } = await runWrapped(EXEC_WRAPPER_SOURCE, {
      ...KEYS,
      ...{ BASH_ENV: script, ENV: script, PROMPT_COMMAND: script, INPUTRC: script },
      ...{ SHELLOPTS: "allexport:xtrace:verbose", BASHOPTS: "extdebug", PS4: "$(echo run)" },
      ...{ PATH: folder.path, IFS: "AWS_", CDPATH: "/", GLOBIGNORE: "*", POSIXLY_CORRECT: "1" },
      ...{ TMPDIR: "/nowhere", BASH_COMPAT: "3.2", LC_ALL: "C", LANGUAGE: "de", TERM: "dumb" },
      ...{ "BASH_FUNC_unset%%": "() { echo run >&2; }", "BASH_FUNC_exec%%": "() { :; }" },
      ...{ NODE_PATH: folder.path, NODE_REPL_HISTORY: script, NODE_EXTRA_CA_CERTS: "" },
    });
    assert.deepEqual(
      { credentials, leaks, stderr },
      { credentials: [...Object.values(KEYS), ""], leaks: [], stderr: "" },
    );
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
    return { ...JSON.parse(stdout), stderr };
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
  readonly stderr: string;
}
