import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInstanceEnvironment } from "../../dev/instance-environment.ts";
import { RuntimeApi, type RuntimeOutcome } from "../../dev/runtime-api.ts";
import { createTraceId } from "../../dev/trace-id.ts";
import { EXEC_WRAPPER } from "../../manifest/environment.ts";
import { installOfficialClient } from "../../tests/support/install-in-cache.ts";

/** What Lambda would run: a folder with `index.mjs`, which exports `handler`. */
export interface Package {
  readonly folder: string;
  /** It is started through queuerun's exec wrapper. */
  readonly wrapped: boolean;
  /** Environment variables. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly provisioned?: boolean;
}

export interface Answer {
  readonly ms: number;
  readonly result: unknown;
}

const MEMORY_MB = 1024;
/** As long as an execution role's: nobody checks them. */
const CREDENTIALS = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "s".repeat(40),
  sessionToken: "t".repeat(400),
};
/** The longest there is: jobs are not begun with less than theirs left. */
const TIMEOUT_MS = 900_000;

/**
 * An execution environment: a package under the runtime interface client that AWS publishes, with the
 * options of Lambda's own bootstrap, against a local Runtime API.
 */
export class LambdaInstance {
  /** From the start of the process until it asked for its first invocation. */
  readonly initMs: number;
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #api: RuntimeApi;
  readonly #waits: Waits;

  private constructor(process: ChildProcess, api: RuntimeApi, waits: Waits, initMs: number) {
    this.#process = process;
    this.pid = process.pid ?? 0;
    this.#api = api;
    this.#waits = waits;
    this.initMs = initMs;
  }

  /** Resolves when the init phase is over. */
  static async start(lambda: Package): Promise<LambdaInstance> {
    const client = await installOfficialClient();
    const waits = new Waits();
    const api = new RuntimeApi({
      next: () => waits.ready.resolve(),
      result: (outcome) => waits.outcome.resolve(outcome),
      initError: (body) => waits.fail(new Error(`The init phase failed: ${body}`)),
    });
    const address = await api.listen();
    const started = performance.now();
    const child = startClient(client, lambda, address);
    child.once("exit", (code, signal) =>
      waits.fail(new Error(`The instance ended by itself (${code ?? signal})`)),
    );
    const stopped = () => stop(child, api);
    await waits.ready.promise.catch(async (error) => {
      await stopped();
      throw error;
    });
    return new LambdaInstance(child, api, waits, performance.now() - started);
  }

  async invoke(event: unknown): Promise<Answer> {
    await this.#waits.ready.promise;
    this.#waits.begin();
    const payload = JSON.stringify(event);
    const invocation = { requestId: randomUUID(), payload, traceId: createTraceId() };
    const begun = performance.now();
    this.#api.deliver(invocation, Date.now() + TIMEOUT_MS);
    const { kind, body } = await this.#waits.outcome.promise;
    const ms = performance.now() - begun;
    if (kind !== "response") throw new Error(`The invocation failed: ${body}`);
    return { ms, result: JSON.parse(body) };
  }

  stop(): Promise<void> {
    return stop(this.#process, this.#api);
  }
}

/** What an instance is waited for. */
class Waits {
  ready = createWait<void>();
  outcome = createWait<RuntimeOutcome>();

  begin(): void {
    this.ready = createWait();
    this.outcome = createWait();
  }

  fail(error: Error): void {
    this.ready.reject(error);
    this.outcome.reject(error);
  }
}

function createWait<T>(): PromiseWithResolvers<T> {
  const wait = Promise.withResolvers<T>();
  // It fails when the instance is stopped, and nobody may be waiting then
  wait.promise.catch(() => {});
  return wait;
}

function startClient(client: string, lambda: Package, runtimeApi: string): ChildProcess {
  const { folder, wrapped, variables = {}, provisioned = false } = lambda;
  const environment = createInstanceEnvironment({
    taskRoot: folder,
    home: folder,
    initializationType: provisioned ? "provisioned-concurrency" : "on-demand",
    memorySize: MEMORY_MB,
    runtimeApi,
    logStreamName: "bench",
    credentials: CREDENTIALS,
    variables,
  });
  const command = [process.execPath, ...NODE_OPTIONS, client];
  const [file = "", ...args] = wrapped ? [join(folder, EXEC_WRAPPER), ...command] : command;
  const stdio = ["ignore", "ignore", "inherit"] as const;
  return spawn(file, args, { cwd: folder, env: environment, stdio: [...stdio] });
}

/** As Lambda's bootstrap: a tenth of the memory is for young objects. */
const NODE_OPTIONS = [
  "--expose-gc",
  "--max-http-header-size=81920",
  `--max-semi-space-size=${Math.floor(MEMORY_MB / 20)}`,
  `--max-old-space-size=${Math.floor(MEMORY_MB * 0.9)}`,
];

async function stop(child: ChildProcess, api: RuntimeApi): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await api.close();
}
