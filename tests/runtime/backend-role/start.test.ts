import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { Worker } from "node:worker_threads";
import { serveBackendRole } from "../../../runtime/backend-role/load.ts";
import type { RuntimeEnvironment } from "../../../runtime/environment.ts";
import { BACKEND_ROLE } from "../../support/entry.ts";
import { NO_SOCKET } from "../../support/environment.ts";
import { runCommand } from "../../support/run-command.ts";
import {
  assumedRole,
  refusedRequest,
  type StsServer,
  startStsServer,
} from "../../support/sts-server.ts";

/** Asks as the AWS SDK does, and prints the status and the answer. */
const ASK = `
const { AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN } = process.env;
require("node:http").get(
  AWS_CONTAINER_CREDENTIALS_FULL_URI,
  { headers: { authorization: AWS_CONTAINER_AUTHORIZATION_TOKEN } },
  async (response) => {
    const body = JSON.parse((await response.toArray()).join(""));
    const answer = response.statusCode + " " + (body.AccessKeyId ?? body.Message);
    const { parentPort } = require("node:worker_threads");
    if (parentPort) parentPort.postMessage(answer);
    else console.log(answer);
  },
);`;
const HOUR_MS = 3_600_000;

describe("serveBackendRole()", () => {
  let server: StsServer;
  let log: string[];
  let answer: () => ReturnType<typeof assumedRole>;
  beforeEach(async () => {
    server = await startStsServer(() => answer());
    log = [];
  });
  afterEach(() => server.close());

  const serve = async (options: Partial<RuntimeEnvironment> = {}) => {
    const env: NodeJS.ProcessEnv = {};
    const write = (...values: unknown[]) => log.push(values.join(" "));
    const console = { error: write, warn: write };
    await serveBackendRole(
      { ...createEnvironment(server.url), ...options },
      BACKEND_ROLE,
      env,
      console,
    );
    return env;
  };

  it("gives keys to this process, its threads, and a child that it waits for", async () => {
    const expiration = new Date(Date.now() + HOUR_MS).toISOString();
    answer = () => assumedRole(`ASIA${server.requests.length}`, expiration);
    const env = await serve();
    const answers = await Promise.all([ask(env), ask(env), ask(env)]);
    const child = execFileSync(process.execPath, ["-e", ASK], { env, encoding: "utf8" });
    const thread = new Worker(ASK, { eval: true, env });
    const [inThread] = await once(thread, "message");
    assert.deepEqual([...answers, child.trim(), inThread], Array(5).fill("200 ASIA1"));
    assert.equal(server.requests.length, 1);
  });

  it("answers while keys cannot be had, and says why, which it logs once", async () => {
    answer = () => refusedRequest(403, "AccessDenied", "no");
    const env = await serve();
    const refused = [await ask(env), await ask(env)];
    const wrong = await ask({ ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN: "wrong" });
    const reason =
      'Cannot assume the backend\'s role "arn:aws:iam::111122223333:role/shop-backend": AccessDenied: no';
    assert.deepEqual(
      [...refused, wrong],
      [`403 ${reason}`, `403 ${reason}`, "401 The token is wrong"],
    );
    assert.deepEqual(log, [reason]);
  });

  it("listens on 127.0.0.1, and gives each process another token", async () => {
    const envs = [await serve(), await serve()];
    for (const env of envs)
      assert.match(String(env.AWS_CONTAINER_CREDENTIALS_FULL_URI), /^http:\/\/127\.0\.0\.1:\d+\//);
    const [one, other] = envs.map((env) => env.AWS_CONTAINER_AUTHORIZATION_TOKEN);
    assert.match(String(one), /^[\w-]{43}$/);
    assert.notEqual(one, other);
  });

  it("does nothing without a role, and refuses a role without the runtime's keys", async () => {
    assert.deepEqual(await serve({ backendRole: undefined }), {});
    await assert.rejects(serve({ credentials: undefined }), {
      message: "Cannot assume the backend's role: the runtime has no credentials",
    });
  });

  it("does not keep the process alive", async () => {
    const load = new URL("../../../runtime/backend-role/load.ts", import.meta.url);
    const program = `
      import { serveBackendRole } from "${load}";
      const environment = ${JSON.stringify(createEnvironment(server.url))};
      await serveBackendRole(environment, () => new URL("${BACKEND_ROLE()}"));
      console.log(Object.keys(process.env).filter((name) => name.startsWith("AWS_")).sort().join());`;
    const args = ["--input-type=module", "-e", program];
    const { stdout } = await runCommand(process.execPath, args, { cwd: tmpdir(), env: {} });
    assert.equal(stdout, "AWS_CONTAINER_AUTHORIZATION_TOKEN,AWS_CONTAINER_CREDENTIALS_FULL_URI\n");
  });
});

function createEnvironment(stsUrl: string): RuntimeEnvironment {
  return {
    ...NO_SOCKET,
    region: "eu-west-1",
    queueUrlPrefix: "",
    deadLetterUrlPrefix: "",
    backendRole: {
      roleArn: "arn:aws:iam::111122223333:role/shop-backend",
      sessionName: "shop",
      stsUrl,
    },
    credentials: { accessKeyId: "ASIARUNTIME", secretAccessKey: "s", sessionToken: "t" },
    provisioned: false,
  };
}

async function ask(env: NodeJS.ProcessEnv): Promise<string> {
  const response = await fetch(String(env.AWS_CONTAINER_CREDENTIALS_FULL_URI), {
    headers: { authorization: String(env.AWS_CONTAINER_AUTHORIZATION_TOKEN) },
  });
  const body = (await response.json()) as { AccessKeyId?: string; Message?: string };
  return `${response.status} ${body.AccessKeyId ?? body.Message}`;
}
