import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type {
  Addresses,
  Call,
  CloudOptions,
  HandledBatch,
  Operations,
  Report,
} from "./protocol.ts";

const PROCESS = fileURLToPath(new URL("process.ts", import.meta.url));

export interface Cloud extends Addresses, AsyncDisposable {
  /** Rejects with what the local cloud says, or when its process has ended. */
  call<Name extends keyof Operations>(
    operation: Name,
    ...input: Parameters<Operations[Name]>
  ): Promise<Awaited<ReturnType<Operations[Name]>>>;
}

export interface CloudListeners {
  /** Takes each batch of jobs that was handled. */
  readonly batch?: (batch: HandledBatch) => void;
}

/** Starts a local cloud in a process of its own. */
export async function startCloud(
  options: CloudOptions,
  { batch }: CloudListeners = {},
): Promise<Cloud> {
  const child = fork(PROCESS, {
    execArgv: ["--conditions=queuerun-source", "--expose-gc"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const calls = new Calls(child);
  const started = Promise.withResolvers<Addresses>();
  child.on("message", (report: Report) => {
    if (report.kind === "started") started.resolve(report.addresses);
    else if (report.kind === "failed") started.reject(new Error(report.reason));
    else if (report.kind === "batch") batch?.(report.batch);
    else calls.settle(report);
  });
  child.once("exit", (code, signal) => {
    const error = new Error(`The process of the local cloud has ended with ${code ?? signal}`);
    started.reject(error);
    calls.reject(error);
  });
  child.send(options);
  const addresses = await started.promise;
  return {
    ...addresses,
    call: (operation, ...input) => calls.make(operation, input) as Promise<never>,
    [Symbol.asyncDispose]: () => end(child),
  };
}

/** Calls that have not been answered. */
class Calls {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #error: Error | undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  make(operation: Call["operation"], input: readonly unknown[]): Promise<unknown> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    const answer = Promise.withResolvers<unknown>();
    const id = ++this.#lastId;
    this.#waiting.set(id, answer);
    this.#child.send({ id, operation, input } satisfies Call);
    return answer.promise;
  }

  settle(report: Extract<Report, { readonly id: number }>): void {
    const answer = this.#waiting.get(report.id);
    this.#waiting.delete(report.id);
    if (report.kind === "answer") answer?.resolve(report.value);
    else answer?.reject(new Error(report.reason));
  }

  /** None will be answered any more. */
  reject(error: Error): void {
    this.#error = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  if (child.connected) child.disconnect();
  await ended;
}
