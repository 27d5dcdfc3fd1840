/** Runs a whole backend: the local cloud, on a free port. */
import { join, resolve } from "node:path";
import { checkBackendPolicy } from "../dev/check-backend-policy.ts";
import { checkEnvironment } from "../dev/check-environment.ts";
import { readEnvFile } from "../dev/env-file.ts";
import type { LocalCloud } from "../dev/local-cloud.ts";
import { createRunError, runSchedule } from "../dev/run-schedule.ts";
import { startLocalCloud } from "../dev/start-local-cloud.ts";
import { createMessage } from "../sdk/message.ts";
import type { FifoPushOptions, PushOptions } from "../sdk/queues.ts";
import { type Connection, type ConnectOptions, openConnection } from "./connection.ts";
import { type DeadJob, DeadJobsError, JobErrors } from "./dead-job.ts";
import { createSendOptions } from "./send-options.ts";

/** How many execution environments there may be. */
export type Concurrency = LocalCloud["concurrency"];

/** How a backend is started. */
export interface BackendOptions extends Partial<Concurrency> {
  /** Environment variables of the backend, besides those of its `.env` file. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * What the backend's own code may do in AWS: an IAM policy, or its JSON, as `backendPolicy` of the
   * `Backend` that is deployed. Default: nothing, it has no role.
   */
  readonly backendPolicy?: string | object;
  /** Takes each line that the backend prints. Default: nobody. */
  readonly output?: (line: string) => void;
}

/** A running backend. */
export interface Backend extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The global `fetch`, with a path of this backend. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /**
   * Opens a WebSocket. The backend's own `authenticate` decides who the user is.
   * @throws HandshakeError when the backend refuses.
   * @throws Error when the backend has no `socket/index.ts`.
   */
  connect(options?: ConnectOptions): Promise<Connection>;
  /**
   * Waits until no job is visible, delayed or in flight, and no request and no message is being
   * handled. WebSockets may stay open.
   * @throws DeadJobsError when jobs have gone to a dead-letter queue since the last time.
   * @throws Error when the backend is paused, or a queue that is paused holds jobs.
   */
  drain(): Promise<void>;
  /**
   * Pushes a job, as another program would, and resolves to its ID.
   * @param queue Its name: `email`, `billing.fifo`.
   * @throws PushError for a payload or options that the queue does not take.
   */
  push(queue: string, payload: unknown, options?: PushOptions | FifoPushOptions): Promise<string>;
  /**
   * Runs a schedule now, and waits for it; it is not tried again.
   * @param schedule Its name: `cleanup`.
   * @throws Error with the name, message and stack of what it failed with.
   * @throws Error when there is no such schedule, or when the backend is paused.
   */
  run(schedule: string): Promise<void>;
  /** The jobs of a queue, by its name: `email`, `billing.fifo`. */
  jobs(queue: string): Promise<QueueJobs>;
  /** Resolves when it is in effect. `{ reserved: 0 }` pauses the backend. */
  setConcurrency(concurrency: Partial<Concurrency>): Promise<void>;
  /** Stops everything it has started; `await using` does so by itself. */
  close(): Promise<void>;
}

/** What is in a queue. */
export interface QueueJobs {
  /** Jobs that wait to be received. */
  readonly visible: number;
  /** Jobs that are not visible yet. */
  readonly delayed: number;
  /** Jobs that are being handled, or wait to be tried again. */
  readonly inFlight: number;
  /** Jobs in the dead-letter queue. */
  readonly dead: readonly DeadJob[];
}

/**
 * Builds a backend and starts it.
 * @param folder Relative to the current folder: `backend`.
 * @throws BackendError with everything that is wrong with the backend.
 * @throws Error with everything that is wrong with `environment`, or with `backendPolicy`.
 */
export async function startBackend(folder: string, options: BackendOptions = {}): Promise<Backend> {
  const {
    environment = {},
    backendPolicy,
    output,
    reserved = "off",
    provisioned = "off",
  } = options;
  checkEnvironment(environment);
  const source = resolve(folder);
  const errors = new JobErrors();
  const cloud = await startLocalCloud({
    source,
    concurrency: { reserved, provisioned },
    ...(backendPolicy === undefined ? {} : { backendPolicy: checkBackendPolicy(backendPolicy) }),
    environment: async () => ({
      ...(await readEnvFile(source, join(source, ".env"))),
      ...environment,
    }),
    output(line) {
      errors.readLine(line);
      output?.(line);
    },
  });
  return createBackend(cloud, errors);
}

function createBackend(cloud: LocalCloud, errors: JobErrors): Backend {
  let dead: DeadJob[] = [];
  cloud.events.on("dead-letter", (letter) => dead.push(errors.createDeadJob(letter)));
  cloud.events.on("batch", ({ error, failed }) => {
    if (error !== undefined) errors.add(failed, error.errorMessage);
  });
  const close = () => cloud.close();
  return {
    url: cloud.url,
    fetch: (path, init) => fetch(new URL(path, cloud.url), init),
    async connect(options = {}) {
      if (cloud.webSocketUrl === undefined)
        throw new Error("Cannot connect: the backend has no socket/index.ts");
      return await openConnection(cloud.webSocketUrl, options);
    },
    async drain() {
      await cloud.drained();
      const jobs = dead;
      dead = [];
      if (jobs.length > 0) throw new DeadJobsError(jobs);
    },
    push: (queue, payload, options = {}) => push(cloud, queue, payload, options),
    async run(schedule) {
      const result = await runSchedule(cloud, schedule);
      if (result.status === "error") throw createRunError(result.error);
      if (result.status === "refused") throw new Error(result.message);
    },
    async jobs(queue) {
      const { visible, delayed, inFlight } = await cloud.queues.count(queue);
      const letters = await cloud.queues.deadLetters(queue);
      const deadJobs = letters.map((letter) => errors.createDeadJob(letter));
      return { visible, delayed, inFlight, dead: deadJobs };
    },
    setConcurrency: (changes) => cloud.setConcurrency(changes),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function push(
  { queues }: LocalCloud,
  queue: string,
  payload: unknown,
  options: PushOptions | FifoPushOptions,
): Promise<string> {
  const message = createMessage(queue, payload, options, { hops: 0, user: null });
  return await queues.send(queue, message.body, createSendOptions(message));
}
