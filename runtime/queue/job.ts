import { type Invocation, runInvocation } from "../../sdk/context.ts";
import { settlePushes } from "../../sdk/settle-pushes.ts";
import { type Deadline, LazyDeadline } from "../deadline.ts";
import { DeadlineError } from "../deadline-error.ts";
import type { Log } from "../log.ts";
import { printable } from "../printable.ts";
import type { PreparedJob } from "./hooks.ts";
import type { JobTimer, TimedJob } from "./job-timer.ts";
import type { Message } from "./message.ts";

/** What a message asks for: a job of a queue, or one of queuerun's own. */
export interface JobSource {
  /** How logs name it, and how `onError` of `index.ts` is told. */
  readonly kind: "queue" | "schedule" | "socket";
  /** `email` */
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Loads the modules of the job: their time is the job's time. At once if they are there already. */
  readonly load: () => JobModule | Promise<JobModule>;
}

/** A file that handles jobs, with its middleware, loaded. */
export interface JobModule {
  /** `config.retryDelay`, as written: not checked. */
  readonly retryDelay: unknown;
  prepare(message: Message, deadline: Deadline): PreparedJob;
}

/** Called once, maybe before `start` has returned; without a failure the job is done. */
export type JobEnd = (failure?: { readonly error: unknown }) => void;

/**
 * Runs the handler of a message, with its middleware, until its timeout. The pushes it makes are part
 * of it: it is not done before they are. It fails with what the handler threw, UnawaitedPushError or
 * DeadlineError. What has nothing to wait for is done at once, without a promise.
 */
export class JobRun implements TimedJob {
  readonly endsAt: number;
  isOver = false;
  readonly #deadline = new LazyDeadline();
  readonly #message: Message;
  readonly #source: Pick<JobSource, "load" | "timeoutSeconds">;
  readonly #invocation: Invocation;
  readonly #log: Log;
  readonly #end: JobEnd;

  constructor(
    message: Message,
    source: Pick<JobSource, "load" | "timeoutSeconds">,
    invocation: Invocation,
    log: Log,
    end: JobEnd,
  ) {
    this.endsAt = performance.now() + source.timeoutSeconds * 1000;
    this.#message = message;
    this.#source = source;
    this.#invocation = invocation;
    this.#log = log;
    this.#end = end;
  }

  /** In its invocation. */
  start(timer: JobTimer): void {
    this.#load();
    if (!this.isOver) timer.watch(this);
  }

  expire(): void {
    const error = new DeadlineError(this.#source.timeoutSeconds * 1000);
    runInvocation(this.#invocation, () => this.#finish({ error }, () => error));
  }

  #load(): void {
    try {
      const module = this.#source.load();
      if (module instanceof Promise)
        module.then(
          (loaded) => this.#run(loaded),
          (error) => this.#fail(error),
        );
      else this.#run(module);
    } catch (error) {
      this.#fail(error);
    }
  }

  #run(module: JobModule): void {
    // Its time was up before its modules were there
    if (this.isOver) return;
    let job: PreparedJob;
    try {
      job = module.prepare(this.#message, this.#deadline);
    } catch (error) {
      this.#fail(error);
      return;
    }
    try {
      const result = job.run();
      if (typeof result !== "object" && typeof result !== "function") this.#settle();
      else
        Promise.resolve(result).then(
          () => this.#settle(),
          (error) => this.#tell(job, error),
        );
    } catch (error) {
      this.#tell(job, error);
    }
  }

  #settle(): void {
    if (this.#invocation.pushes === undefined) this.#finish();
    else
      settlePushes(this.#invocation).then(
        () => this.#finish(),
        (error) => this.#fail(error),
      );
  }

  #tell(job: PreparedJob, error: unknown): void {
    job
      .reportError(error, this.#log)
      .then(() => settlePushes(this.#invocation))
      // The first error is the one to look for; that of a push would hide it.
      .catch((pushError) => this.#log.error(pushError))
      .then(
        () => this.#fail(error),
        (strange) => this.#fail(strange),
      );
  }

  #fail(error: unknown): void {
    this.#finish({ error: printable(error) });
  }

  /** What comes after its end is ignored. */
  #finish(failure?: { readonly error: unknown }, reason?: () => unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#deadline.abort(reason);
    this.#end(failure);
  }
}
