import type { Context } from "aws-lambda";
import type { Invocation } from "../../sdk/context.ts";
import type { Log } from "../log.ts";
import { createReports, type Reports } from "../reports.ts";
import type { Runtime } from "../runtime.ts";
import type { JobSource } from "./job.ts";
import type { Message } from "./message.ts";

/** Of the invocation's time, kept back from error services: SQS must still be told of failed jobs. */
const MARGIN_MS = 500;

/** What the code of a job runs in. */
export interface JobInvocation extends Invocation {
  readonly reports: Reports;
}

/** What the jobs of one Lambda invocation share. */
export interface InvocationContext {
  readonly runtime: Pick<Runtime, "index" | "transport" | "site">;
  readonly context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;
  readonly log: Log;
}

export function createInvocation(
  { messageId, details }: Pick<Message, "messageId" | "details">,
  { kind, name }: Pick<JobSource, "kind" | "name">,
  { runtime, context, log }: InvocationContext,
): JobInvocation {
  const { index, transport, site } = runtime;
  const { maxHops } = (index.config ?? {}) as { readonly maxHops?: unknown };
  const { hops, user } = details;
  const requestId = context.awsRequestId;
  const leftMs = () => Math.max(context.getRemainingTimeInMillis() - MARGIN_MS, 0);
  const reports = createReports(runtime, () => ({ kind, name, requestId, user }), leftMs, log);
  return {
    requestId,
    user,
    hops,
    ...(typeof maxHops === "number" ? { maxHops } : {}),
    transport,
    site,
    pushes: new Set(),
    reports,
    report(error) {
      log.error(`Job ${messageId} of ${kind} "${name}" reported (request ${requestId}):`, error);
      reports.add(error);
    },
  };
}
