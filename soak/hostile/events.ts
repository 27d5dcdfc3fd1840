import fc from "fast-check";
import { httpEvents } from "./http-events.ts";
import { hostileValue, mutated } from "./mutated.ts";
import type { Kind } from "./outcome.ts";
import {
  mutatedQueueEvents,
  mutatedScheduleEvents,
  queueEvents,
  scheduleEvents,
} from "./queue-events.ts";
import { mutatedSocketEvents, socketEvents } from "./socket-events.ts";

export interface HostileEvent {
  readonly kind: Kind;
  readonly event: unknown;
}

/** Events of other services, which somebody may have connected to the function. */
const OTHERS = [
  { Records: [] },
  { Records: [{ eventSource: "aws:s3", s3: {} }] },
  { Records: [{ eventSource: "aws:sqs" }, { eventSource: "aws:sns" }] },
  { version: "1.0", httpMethod: "GET", path: "/", requestContext: { stage: "live" } },
  { "detail-type": "Scheduled Event", source: "aws.events", detail: {} },
  { httpMethod: "GET", path: "/", requestContext: { elb: { targetGroupArn: "arn" } } },
  { type: "TOKEN", authorizationToken: "a", methodArn: "arn" },
  { awslogs: { data: "H4sI" } },
];

const unknownEvents = fc
  .oneof(hostileValue, fc.constantFrom(...OTHERS), mutated(fc.constantFrom(...OTHERS)))
  .filter((event) => !isKnown(event));

/** Events with their kind: those of clients most often, as they are what anybody can send. */
export const hostileEvents: fc.Arbitrary<HostileEvent> = fc.oneof(
  { weight: 60, arbitrary: tag("http", httpEvents) },
  { weight: 10, arbitrary: tag("mutated", mutated(httpEvents)) },
  { weight: 8, arbitrary: tag("queue", queueEvents) },
  { weight: 4, arbitrary: tag("queue", mutatedQueueEvents) },
  { weight: 4, arbitrary: tag("socket", socketEvents) },
  { weight: 2, arbitrary: tag("mutated", mutatedSocketEvents) },
  { weight: 1, arbitrary: tag("schedule", scheduleEvents) },
  { weight: 1, arbitrary: tag("schedule", mutatedScheduleEvents) },
  { weight: 10, arbitrary: tag("unknown", unknownEvents) },
);

function tag(kind: Kind, events: fc.Arbitrary<unknown>): fc.Arbitrary<HostileEvent> {
  return events.map((event) => ({ kind, event }));
}

/** By the fields that the documentation names, whatever is in them. */
function isKnown(event: unknown): boolean {
  const { version, requestContext, kind, Records } = Object(event);
  const isBatch =
    Array.isArray(Records) &&
    Records.length > 0 &&
    Records.every((record) => Object(record).eventSource === "aws:sqs");
  const isSocket = typeof Object(requestContext).connectionId === "string";
  return version === "2.0" || isSocket || kind === "schedule" || isBatch;
}
