import type { Context, SQSEvent } from "aws-lambda";
import { type Fields, isFields } from "./event.ts";
import { loadInternal } from "./internal/load.ts";
import { makeOnce } from "./modules.ts";
import { loadQueueCode } from "./queue/load.ts";
import type { Runtime } from "./runtime.ts";
import { loadSocket } from "./socket/load.ts";

/** What Lambda was invoked with that is no HTTP request, told apart by its shape. */
export type OtherEvent =
  | { readonly kind: "queue"; readonly event: SQSEvent }
  /** Not checked: only backends with a socket have the code for it. */
  | { readonly kind: "socket"; readonly event: Fields }
  /** A schedule that somebody runs by hand: a ScheduleJob, not checked. */
  | { readonly kind: "schedule"; readonly event: Fields };

/** @throws TypeError for an event of no kind that this function is connected to. */
export async function handleOtherEvent(
  unknownEvent: unknown,
  runtime: Runtime,
  context: Context,
): Promise<unknown> {
  const { kind, event } = parseOtherEvent(unknownEvent);
  if (kind === "queue") {
    const { handleQueueEvent } = await makeOnce(loadQueueCode, loadQueueCode);
    return await handleQueueEvent(event, runtime, context);
  }
  if (kind === "socket") {
    const { handleSocket } = await loadSocket(runtime.entry);
    return await handleSocket(event, runtime, context.awsRequestId);
  }
  const { runSchedule } = await loadInternal(runtime.entry);
  return await runSchedule(event, runtime, context);
}

/** @throws TypeError for an event of no kind that this function is connected to. */
export function parseOtherEvent(event: unknown): OtherEvent {
  if (!isFields(event)) throw createEventError(event);
  if (isSqsEvent(event)) return { kind: "queue", event: event as unknown as SQSEvent };
  // An HTTP request that is not valid must not be taken for anything else
  if (event.version === "2.0") throw createEventError(event);
  if (isSocketEvent(event)) return { kind: "socket", event };
  if (event.kind === "schedule") return { kind: "schedule", event };
  throw createEventError(event);
}

function isSqsEvent({ Records: records }: Fields): boolean {
  return (
    Array.isArray(records) &&
    records.length > 0 &&
    records.every((record) => isFields(record) && record.eventSource === "aws:sqs")
  );
}

function isSocketEvent({ requestContext }: Fields): boolean {
  return isFields(requestContext) && typeof requestContext.connectionId === "string";
}

function createEventError(event: unknown): TypeError {
  const what = describe(event);
  if (isFields(event) && event.version === "2.0")
    return new TypeError(`Cannot handle HTTP API request: ${what}`);
  return new TypeError(
    `Cannot handle event: it is neither an HTTP API request (payload format 2.0), nor an event of a WebSocket API, nor an SQS batch, nor a schedule, but ${what}`,
  );
}

/** Names the fields, not the values: an event may hold secrets, and this text is logged. */
function describe(event: unknown): string {
  if (!isFields(event)) return typeof event;
  return `an object with ${Object.keys(event).join(", ") || "no fields"}`;
}
