import { type Invocation, runInvocation } from "../../sdk/context.ts";
import { settlePushes } from "../../sdk/settle-pushes.ts";
import { type Deadline, runWithDeadline } from "../deadline.ts";
import type { Log } from "../log.ts";
import type { PreparedJob } from "./hooks.ts";
import type { Message } from "./message.ts";

/** What a message asks for: a job of a queue, or one of queuerun's own. */
export interface JobSource {
  /** How logs name it, and how `onError` of `index.ts` is told. */
  readonly kind: "queue" | "schedule" | "socket";
  /** `email` */
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Loads the modules of the job: their time is the job's time. */
  readonly load: () => Promise<JobModule>;
}

/** A file that handles jobs, with its middleware, loaded. */
export interface JobModule {
  /** `config.retryDelay`, as written: not checked. */
  readonly retryDelay: unknown;
  prepare(message: Message, deadline: Deadline): PreparedJob;
}

/**
 * Runs the handler of a message, with its middleware, until its timeout. The pushes it makes are part
 * of it: it is not done before they are.
 * @throws What the handler threw, UnawaitedPushError or DeadlineError.
 */
export async function runJob(
  message: Message,
  { load, timeoutSeconds }: Pick<JobSource, "load" | "timeoutSeconds">,
  invocation: Invocation,
  log: Log,
): Promise<void> {
  const run = async (deadline: Deadline) => {
    const module = await load();
    const job = module.prepare(message, deadline);
    try {
      await job.run();
    } catch (error) {
      await job.reportError(error, log);
      // The first error is the one to look for; that of a push would hide it.
      await settlePushes(invocation).catch((pushError) => log.error(pushError));
      throw error;
    }
    await settlePushes(invocation);
  };
  await runInvocation(invocation, () => runWithDeadline(timeoutSeconds * 1000, run));
}
