import type { Context } from "aws-lambda";
import type { Invocation, PendingPush, Transport } from "../../sdk/context.ts";
import type { Site } from "../../sdk/site.ts";
import type { UserId } from "../../sdk/user.ts";
import type { Log } from "../log.ts";
import { createReports, type Reports } from "../reports.ts";
import type { Runtime } from "../runtime.ts";
import type { JobSource } from "./job.ts";
import type { Message } from "./message.ts";

/** Of the invocation's time, kept back from error services: SQS must still be told of failed jobs. */
const MARGIN_MS = 500;

/** What the jobs of one Lambda invocation share. */
export interface InvocationContext {
  readonly runtime: Pick<Runtime, "index" | "transport" | "site">;
  readonly context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;
  readonly log: Log;
}

type JobName = Pick<JobSource, "kind" | "name">;

/** What the code of a job runs in. */
export class JobInvocation implements Invocation {
  readonly requestId: string;
  readonly user: UserId | null;
  readonly hops: number;
  readonly maxHops: number | undefined;
  readonly transport: Transport;
  readonly site: Site;
  pushes: Set<PendingPush> | undefined = undefined;
  readonly #messageId: string;
  readonly #job: JobName;
  readonly #shared: InvocationContext;
  #reports: Reports | undefined;

  constructor(
    { messageId, details }: Pick<Message, "messageId" | "details">,
    job: JobName,
    shared: InvocationContext,
  ) {
    const { index, transport, site } = shared.runtime;
    const { maxHops } = (index.config ?? {}) as { readonly maxHops?: unknown };
    this.requestId = shared.context.awsRequestId;
    this.user = details.user;
    this.hops = details.hops;
    this.maxHops = typeof maxHops === "number" ? maxHops : undefined;
    this.transport = transport;
    this.site = site;
    this.#messageId = messageId;
    this.#job = job;
    this.#shared = shared;
  }

  report(error: unknown): void {
    const { kind, name } = this.#job;
    this.#shared.log.error(
      `Job ${this.#messageId} of ${kind} "${name}" reported (request ${this.requestId}):`,
      error,
    );
    this.reports.add(error);
  }

  /** Undefined while there is nothing to tell. */
  get pendingReports(): Reports | undefined {
    return this.#reports;
  }

  get reports(): Reports {
    this.#reports ??= this.#createReports();
    return this.#reports;
  }

  #createReports(): Reports {
    const { runtime, context, log } = this.#shared;
    const { requestId, user } = this;
    const { kind, name } = this.#job;
    const place = () => ({ kind, name, requestId, user });
    const leftMs = () => Math.max(context.getRemainingTimeInMillis() - MARGIN_MS, 0);
    return createReports(runtime, place, leftMs, log);
  }
}
