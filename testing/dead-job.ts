import type { LocalCloud } from "../dev/local-cloud.ts";
import { ATTRIBUTE, DEAD_LETTER_ATTRIBUTE, decodeDetails } from "../sdk/attribute.ts";
import { decodePayload } from "../sdk/payload.ts";

type DeadLetter = Awaited<ReturnType<LocalCloud["queues"]["deadLetters"]>>[number];

/** A job in a dead-letter queue. */
export interface DeadJob {
  readonly jobId: string;
  /** The queue it was pushed to. */
  readonly queue: string;
  /** Of a schedule: its name. */
  readonly schedule?: string;
  readonly payload: unknown;
  readonly params: Readonly<Record<string, string>>;
  /** What it failed with the last time. */
  readonly error: string;
}

/** `drain()` rejects with it: jobs have gone to a dead-letter queue. */
export class DeadJobsError extends Error {
  override readonly name = "DeadJobsError";
  readonly jobs: readonly DeadJob[];

  constructor(jobs: readonly DeadJob[]) {
    const list = jobs.map(
      ({ queue, schedule, jobId, error }) => `${schedule ?? queue} ${jobId}: ${error}`,
    );
    const count = jobs.length === 1 ? "1 job has" : `${jobs.length} jobs have`;
    super(`${count} gone to a dead-letter queue:\n${list.join("\n")}`);
    this.jobs = jobs;
  }
}

/** Remembers what jobs failed with: SQS moves them to a dead-letter queue without a word. */
export class JobErrors {
  readonly #errors = new Map<string, string>();

  /** Takes a line that the backend has printed: the runtime logs each failure with the job's ID. */
  readLine(line: string): void {
    const [, jobId, error] =
      /^Job (\S+) of \w+ "[^"]+" failed \(.+?\), .+?: (.+)$/.exec(line) ?? [];
    if (jobId !== undefined && error !== undefined) this.#errors.set(jobId, error);
  }

  /** Takes the error of an invocation that ended with all its jobs, as when the process exits. */
  add(jobIds: Iterable<string>, error: string): void {
    for (const jobId of jobIds) this.#errors.set(jobId, error);
  }

  createDeadJob({ queue, schedule, messageId, body, attributes }: DeadLetter): DeadJob {
    const { params, isBytes } = decodeDetails(attributes[ATTRIBUTE]);
    const payload = decodePayload({ body, isBytes });
    const { jobId = messageId, reason } = decodeBurial(attributes[DEAD_LETTER_ATTRIBUTE]);
    const error =
      reason ?? this.#errors.get(messageId) ?? "It was received too often without being run";
    const origin = schedule === undefined ? { queue } : { queue, schedule };
    return { jobId, ...origin, payload, params, error };
  }
}

/** Anyone who may send to the queue writes this text: what is malformed counts as absent. */
function decodeBurial(text = "null"): { readonly jobId?: string; readonly reason?: string } {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof fields !== "object" || fields === null) return {};
  const { jobId, reason } = fields as Readonly<Record<string, unknown>>;
  return typeof jobId === "string" && typeof reason === "string" ? { jobId, reason } : {};
}
