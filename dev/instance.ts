import { randomUUID } from "node:crypto";
import type { Credentials } from "./access-keys.ts";
import { FUNCTION_VERSION } from "./aws-names.ts";
import {
  createExitError,
  createSizeError,
  createTimeoutError,
  type FunctionError,
  parseFunctionError,
} from "./function-error.ts";
import { createInstanceEnvironment, type InitializationType } from "./instance-environment.ts";
import { type InstanceProcess, type ProcessEnd, startProcess } from "./instance-process.ts";
import type { Invocation, InvocationResult } from "./invocation.ts";
import { formatInitReport, formatReport, type Report } from "./report-line.ts";
import { RuntimeApi, type RuntimeOutcome } from "./runtime-api.ts";

/** What all instances of one deployment package share. */
export interface FunctionConfiguration {
  readonly taskRoot: string;
  readonly home: string;
  readonly memorySize: number;
  readonly timeoutSeconds: number;
  readonly variables: Readonly<Record<string, string>>;
  /** The program and arguments that speak the Runtime API. */
  readonly client: readonly string[];
  readonly output: (line: string) => void;
  /** Makes keys of the execution role: each instance has its own. */
  readonly issueCredentials: () => Credentials;
}

export interface InstanceOptions {
  readonly configuration: FunctionConfiguration;
  readonly type: InitializationType;
  /** Limit of the init phase. Infinite where the first invocation contains it. */
  readonly initSeconds: number;
  /** Called whenever it becomes ready for an invocation. */
  readonly idle: (instance: Instance) => void;
}

export type InitOutcome =
  | { readonly status: "ready" }
  | { readonly status: "timeout" }
  | { readonly status: "error"; readonly error: FunctionError };

interface Running {
  readonly invocation: Invocation;
  readonly startedAt: number;
  readonly deadlineMs: number;
  readonly timer: NodeJS.Timeout;
  readonly done: (result: InvocationResult) => void;
}

/** One execution environment: a process, its Runtime API, and one invocation at a time. */
export class Instance {
  readonly type: InitializationType;
  /** Resolves when the init phase is over. */
  readonly initialized: Promise<InitOutcome>;
  /** Resolves when the process and all it has started are gone. */
  readonly ended: Promise<void>;
  readonly #options: InstanceOptions;
  readonly #api: RuntimeApi;
  readonly #startedAt = performance.now();
  #process: InstanceProcess | undefined;
  #isKilled = false;
  #resolveInit: ((outcome: InitOutcome) => void) | undefined;
  /** Until the first report has named it. */
  #initDurationMs: number | undefined;
  #running: Running | undefined;
  /** The runtime interface client waits in `next`. */
  #isWaiting = false;

  /** Starts the process at once. */
  constructor(options: InstanceOptions) {
    this.#options = options;
    this.type = options.type;
    this.#api = new RuntimeApi({
      next: () => this.#takeNext(),
      result: (outcome) => this.#takeOutcome(outcome),
      initError: (body) => this.#takeInitError(parseFunctionError(body)),
    });
    this.initialized = new Promise((resolve) => {
      this.#resolveInit = resolve;
    });
    this.ended = this.#run();
  }

  /**
   * Runs one invocation, whose time counts from now: an init phase that is not over is in it.
   * @param done Called before it may become ready for the next one.
   */
  invoke(invocation: Invocation, done: (result: InvocationResult) => void): void {
    const timeoutMs = this.#options.configuration.timeoutSeconds * 1000;
    this.#running = {
      invocation,
      startedAt: performance.now(),
      deadlineMs: Date.now() + timeoutMs,
      timer: setTimeout(() => this.#timeOut(invocation.requestId), timeoutMs),
      done,
    };
    if (this.#isWaiting) this.#deliver(this.#running);
  }

  /** Ends the process and all it has started, at once; an invocation under way fails. */
  kill(): void {
    this.#isKilled = true;
    this.#process?.kill();
  }

  async #run(): Promise<void> {
    const runtimeApi = await this.#api.listen();
    if (!this.#isKilled) {
      this.#process = this.#start(runtimeApi);
      const seconds = this.#options.initSeconds;
      const timer = Number.isFinite(seconds)
        ? setTimeout(() => this.#timeOutInit(), seconds * 1000)
        : undefined;
      this.#takeEnd(await this.#process.ended);
      clearTimeout(timer);
    }
    await this.#api.close();
  }

  #start(runtimeApi: string): InstanceProcess {
    const { configuration, type } = this.#options;
    const date = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
    const environment = createInstanceEnvironment({
      ...configuration,
      credentials: configuration.issueCredentials(),
      initializationType: type,
      runtimeApi,
      logStreamName: `${date}/[${FUNCTION_VERSION}]${randomUUID().replaceAll("-", "")}`,
    });
    return startProcess({ ...configuration, environment });
  }

  #takeNext(): void {
    this.#isWaiting = true;
    this.#settleInit({ status: "ready" });
    if (this.#running !== undefined) this.#deliver(this.#running);
    else this.#options.idle(this);
  }

  #deliver({ invocation, deadlineMs }: Running): void {
    this.#isWaiting = false;
    this.#api.deliver(invocation, deadlineMs);
  }

  #takeOutcome({ kind, body, maxMemoryUsed }: RuntimeOutcome): void {
    const memory = maxMemoryUsed === undefined ? {} : { maxMemoryUsed };
    if (kind === "response") this.#finish({ status: "success", payload: body }, memory);
    else {
      const error = kind === "error" ? parseFunctionError(body) : createSizeError();
      if (kind === "too-large") this.#options.configuration.output(error.errorMessage);
      this.#finish({ status: "error", error }, memory);
    }
  }

  #takeInitError(error: FunctionError): void {
    this.#settleInit({ status: "error", error });
    this.#finish({ status: "error", error });
    this.kill();
  }

  #timeOutInit(): void {
    if (this.#resolveInit === undefined) return;
    this.#settleInit({ status: "timeout" });
    this.kill();
  }

  #timeOut(requestId: string): void {
    const error = createTimeoutError(requestId, this.#options.configuration.timeoutSeconds);
    this.#options.configuration.output(error.errorMessage);
    this.kill();
    this.#finish({ status: "error", error }, { status: "timeout" });
  }

  #takeEnd(end: ProcessEnd): void {
    if (this.#running === undefined && this.#resolveInit === undefined) return;
    const error = createExitError(end, this.#running?.invocation.requestId);
    if (!this.#isKilled) this.#options.configuration.output(error.errorMessage);
    this.#settleInit({ status: "error", error });
    this.#finish({ status: "error", error });
  }

  /**
   * Only the first outcome counts. One that is within an invocation is reported with it, and an
   * instance that was told to end is not reported at all.
   */
  #settleInit(outcome: InitOutcome): void {
    const resolve = this.#resolveInit;
    if (resolve === undefined) return;
    this.#resolveInit = undefined;
    resolve(outcome);
    if (this.#running !== undefined || this.#isKilled) return;
    const durationMs = performance.now() - this.#startedAt;
    if (outcome.status === "ready") this.#initDurationMs = durationMs;
    else this.#options.configuration.output(formatInitReport(durationMs, outcome));
  }

  #finish(result: InvocationResult, report: Partial<Report> = {}): void {
    const running = this.#running;
    if (running === undefined) return;
    clearTimeout(running.timer);
    this.#running = undefined;
    const line = formatReport({
      requestId: running.invocation.requestId,
      durationMs: performance.now() - running.startedAt,
      ...(this.#initDurationMs === undefined ? {} : { initDurationMs: this.#initDurationMs }),
      isInitBilled: this.type === "on-demand",
      memorySize: this.#options.configuration.memorySize,
      status: result.status === "success" ? "success" : "error",
      ...(result.status === "error" ? { errorType: result.error.errorType } : {}),
      ...report,
    });
    this.#initDurationMs = undefined;
    // After what the backend has printed, which is read in the same turn
    setImmediate(() => this.#options.configuration.output(line));
    running.done(result);
  }
}
