import type { SQSEvent } from "aws-lambda";
import fc from "fast-check";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import { ERRORS } from "../../tests/fixtures/hostile-backend/secret.ts";
import { createSqsEvent, type RecordFields } from "../../tests/support/sqs-event.ts";
import { hostileText, mostly } from "./hostile-text.ts";
import { hostileValue, mutated } from "./mutated.ts";

const failure = fc.constantFrom(...Object.keys(ERRORS));
const payload = fc.oneof(
  { weight: 4, arbitrary: failure.map((fail): unknown => ({ fail })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>({ giveUp: false }, { giveUp: "60s" }, { giveUp: -1 }),
  },
  { weight: 4, arbitrary: hostileValue },
);
const body = fc.oneof(
  { weight: 4, arbitrary: payload.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: hostileText },
);

const details = fc.record(
  {
    params: fc.oneof(
      fc.dictionary(hostileText, hostileText, { maxKeys: 2, noNullPrototype: true }),
      hostileValue,
    ),
    hops: fc.oneof(fc.constantFrom<unknown>(1, 999, 1_000, -1), hostileValue),
    type: fc.oneof(fc.constant<unknown>("bytes"), hostileValue),
    user: fc.oneof(fc.constant<unknown>("ann"), hostileValue),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const attribute = mostly(details.map((value) => JSON.stringify(value)));

const schedule = fc.record({
  kind: fc.constant("schedule"),
  name: mostly(fc.constant("tick")),
  scheduledAt: mostly(fc.constantFrom("2026-11-26T04:15:00Z", "1999-01-01T00:00:00Z")),
});
const member = { connectionId: "a=", expires: 2_000_000_000, channel: "room" };
const socketJobs = fc.constantFrom(
  { kind: "socket", type: "deliver", member, texts: ["a"] },
  { kind: "socket", type: "send", members: [member], text: "a" },
  { kind: "socket", type: "gone", members: [member] },
  { kind: "socket", type: "identify", connectionId: "a=" },
);

/** What runs a schedule by hand, and what its message holds. */
export const scheduleEvents: fc.Arbitrary<object> = schedule;
/** The same with what does not belong there; it stays a schedule. */
export const mutatedScheduleEvents: fc.Arbitrary<object> = mutated(schedule).map((value) => ({
  ...Object(value),
  kind: "schedule",
}));

const internalBody = fc.oneof(
  schedule.map((value) => JSON.stringify(value)),
  mutated(fc.oneof(schedule, socketJobs)).map((value) => JSON.stringify(value)),
  hostileText,
);

const messages: fc.Arbitrary<Omit<RecordFields, "id">> = fc
  .record({
    queue: fc.constantFrom(
      "work",
      "work",
      "ordered.fifo",
      "ordered.fifo",
      INTERNAL_QUEUE,
      "unknown",
    ),
    body,
    internalBody,
    attribute: fc.option(attribute, { nil: undefined }),
    group: fc.constantFrom("a", "b"),
    receivedCount: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ queue, body, internalBody, attribute, group, receivedCount }) => ({
    ...{ queue, receivedCount, body: queue === INTERNAL_QUEUE ? internalBody : body },
    ...(attribute === undefined ? {} : { attribute }),
    ...(queue.endsWith(".fifo") ? { group } : {}),
  }));

/** Batches as SQS makes them, whose bodies and attributes somebody else has written. */
export const queueEvents: fc.Arbitrary<SQSEvent> = fc
  .array(messages, { minLength: 1, maxLength: 5 })
  .map((list) => createSqsEvent(...list.map((fields, index) => ({ ...fields, id: `m${index}` }))));

/** Batches that no SQS sends, which are still batches of SQS. */
export const mutatedQueueEvents: fc.Arbitrary<object> = mutated(queueEvents).map((event) => {
  const records: unknown = Object(event).Records;
  const list = Array.isArray(records) && records.length > 0 ? records : [{}];
  return { Records: Array.from(list, (record) => ({ ...Object(record), eventSource: "aws:sqs" })) };
});
