import { createScheduleJob } from "../../manifest/internal-job.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import { createHttpEvent } from "../../tests/support/http-event.ts";
import {
  createConnectEvent,
  createDisconnectEvent,
  createMessageEvent,
} from "../../tests/support/socket-event.ts";
import { createSqsEvent } from "../../tests/support/sqs-event.ts";

/** What a backend gets in its ordinary life, by kind. */
export type Kind =
  | "http"
  | "failures"
  | "timeouts"
  | "pushes"
  | "jobs"
  | "retries"
  | "schedules"
  | "sockets";

/** Of 10,000 invocations: those that cost no request of their own most often. */
export const WEIGHTS: Readonly<Record<Kind, number>> = {
  http: 8_200,
  failures: 200,
  jobs: 1_300,
  schedules: 200,
  pushes: 30,
  retries: 30,
  sockets: 30,
  timeouts: 10,
};

const CONNECTIONS = ["w1=", "w2=", "w3="];
const SCHEDULE = createScheduleJob("tick", "2026-11-26T04:15:00Z");
const JSON_BODY = { "content-type": "application/json", host: "shop.example" };

/** @param index Of the invocation: no two are the same. */
const EVENTS: Readonly<Record<Kind, readonly ((index: number) => unknown)[]>> = {
  http: [
    ...Array.from({ length: 7 }, () => createItemEvent),
    (index) =>
      createHttpEvent("POST", "/echo/validated", {
        headers: JSON_BODY,
        body: `{"name":"${index}"}`,
      }),
    (index) => createHttpEvent("POST", "/echo/b", { headers: JSON_BODY, body: `{"a":[${index}]}` }),
    (index) => createHttpEvent("GET", `/echo/a/${index}`, { cookies: [`seen=${index}`] }),
  ],
  failures: [
    (index) => createHttpEvent("GET", `/nowhere/${index}`),
    () => createHttpEvent("DELETE", "/items/1"),
    () => createHttpEvent("POST", "/echo/validated", { headers: JSON_BODY, body: "{" }),
    () => createHttpEvent("GET", "/throw/error"),
    () => createHttpEvent("GET", "/throw/http-503"),
  ],
  timeouts: [() => createHttpEvent("GET", "/hang")],
  pushes: [
    (index) => createHttpEvent("POST", "/push", { headers: JSON_BODY, body: `{"index":${index}}` }),
    () => createHttpEvent("POST", "/push?group=a", { headers: JSON_BODY, body: "{}" }),
  ],
  jobs: [
    (index) => createBatch(index, "work", {}),
    (index) => createBatch(index, "ordered.fifo", {}),
  ],
  retries: [
    (index) => createBatch(index, "work", { fail: "error" }),
    (index) => createBatch(index, "ordered.fifo", { giveUp: false }),
  ],
  schedules: [() => SCHEDULE, (index) => createBatch(index, INTERNAL_QUEUE, SCHEDULE)],
  sockets: [
    (index) => createConnectEvent(connectionOf(index), { query: { id: "ann" } }),
    (index) => createMessageEvent(connectionOf(index), `{"index":${index}}`),
    (index) => createMessageEvent(connectionOf(index), '{"fail":"error"}'),
    (index) => createDisconnectEvent(connectionOf(index)),
  ],
};

export const KINDS = Object.keys(WEIGHTS) as Kind[];

export function createEvent(kind: Kind, index: number): unknown {
  const list = EVENTS[kind];
  return list[index % list.length]?.(index);
}

function createItemEvent(index: number) {
  return createHttpEvent("GET", `/items/${index}?page=${index}`);
}

function connectionOf(index: number): string {
  return CONNECTIONS[index % CONNECTIONS.length] ?? "";
}

function createBatch(index: number, queue: string, payload: object) {
  const body = JSON.stringify(payload);
  const ids = Array.from({ length: 3 }, (_, record) => `${index}-${record}`);
  const fifo = queue.endsWith(".fifo") ? { group: "a" } : {};
  return createSqsEvent(...ids.map((id) => ({ id, queue, body, ...fifo })));
}
