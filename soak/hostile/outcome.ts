import assert from "node:assert/strict";
import { SECRET } from "../../tests/fixtures/hostile-backend/secret.ts";

/** What an event is, as whoever made it knows. */
export type Kind = "http" | "queue" | "socket" | "schedule" | "mutated" | "unknown";

/** How the handler has ended. */
export type Ending =
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "error"; readonly error: unknown };

/** Of an event that no AWS service sends: it names fields, and no values. */
const REFUSAL =
  /^Cannot handle (?:event: it is neither an HTTP API request \(payload format 2\.0\), nor an event of a WebSocket API, nor an SQS batch, nor a schedule, but|HTTP API request: |WebSocket event of type )/;

const SCHEDULE_ERROR = new RegExp(
  `^No schedule ".* Schedules: tick$|^"scheduledAt" is |^${SECRET}$`,
  "s",
);

const STATUSES = [200, 202, 204, 302, 304, 400, 401, 403, 404, 405, 409, 413, 415, 422];

/** Holds an ending against what is documented for the event. @throws AssertionError */
export function checkOutcome(kind: Kind, event: object, ending: Ending): void {
  if (ending.kind === "error") {
    checkError(kind, ending.error);
    return;
  }
  assert.notEqual(kind, "unknown", "an unknown event must be refused");
  assert.ok(!JSON.stringify(ending.result ?? null).includes(SECRET), "the result has the secret");
  if (kind === "http") checkHttpResult(event, ending.result);
  if (kind === "queue") checkBatchResponse(event, ending.result);
  if (kind === "socket") checkSocketResult(ending.result);
}

function checkError(kind: Kind, error: unknown): void {
  assert.ok(error instanceof Error, `a ${typeof error} was thrown`);
  // Whoever runs a schedule by hand gets its error
  const documented = kind === "schedule" ? SCHEDULE_ERROR : REFUSAL;
  assert.match(error.message, documented);
  assert.ok(kind === "schedule" || error instanceof TypeError, `it is a ${error.name}`);
  assert.ok(["schedule", "mutated", "unknown"].includes(kind), `refused: ${error.message}`);
}

/** The part of a result of HTTP that clients see, and API Gateway acts on. */
interface HttpResult {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly cookies?: readonly string[];
  readonly body?: string;
}

function checkHttpResult(event: object, result: unknown): void {
  const { rawPath } = event as { readonly rawPath: string };
  const { statusCode, headers = {}, cookies = [], body = "" } = result as HttpResult;
  const mayFail = !/^\/(?:echo|items)(?:\/|$)/.test(rawPath);
  const isStatus = Number.isInteger(statusCode) && statusCode >= 200 && statusCode <= 599;
  assert.ok(
    STATUSES.includes(statusCode) || (mayFail && isStatus),
    `status ${statusCode}: ${body.slice(0, 300)}`,
  );
  checkLines([...Object.entries(headers).flat(), ...cookies]);
  if (statusCode >= 500) checkProblem(statusCode, headers, body);
}

/** None may end its header and begin another. */
function checkLines(texts: readonly string[]): void {
  for (const text of texts) assert.ok(!/[\0\r\n]/.test(text), "a header ends early");
}

/** Of the backend's own failures a client learns the request's ID. */
function checkProblem(status: number, headers: Record<string, string>, body: string): void {
  // A thrown Response, and HEAD
  if (headers["content-type"] !== "application/problem+json" || body === "") return;
  assert.deepEqual(Object.keys(JSON.parse(body)), ["title", "status", "requestId"]);
  assert.equal(JSON.parse(body).status, status);
}

function checkBatchResponse(event: object, result: unknown): void {
  const { Records } = event as { readonly Records: readonly Readonly<Record<string, unknown>>[] };
  const { batchItemFailures, ...others } = result as { batchItemFailures: object[] };
  assert.deepEqual(others, {});
  const given = new Set(Records.map(({ messageId }) => messageId));
  const failed = batchItemFailures.map((failure) => {
    const { itemIdentifier, ...rest } = failure as { readonly itemIdentifier: unknown };
    assert.deepEqual(rest, {});
    assert.ok(typeof itemIdentifier === "string" && given.has(itemIdentifier), "an ID not given");
    return itemIdentifier;
  });
  for (const { messageId, eventSourceARN } of Records)
    if (typeof messageId === "string" && /-unknown$/.test(asText(eventSourceARN)))
      assert.ok(failed.includes(messageId), "a job of an unknown queue counts as done");
}

function checkSocketResult(result: unknown): void {
  const { statusCode, headers = {}, ...rest } = result as HttpResult;
  assert.deepEqual(rest, {});
  assert.ok([200, 400, 401, 403, 500, 503].includes(statusCode), `status ${statusCode}`);
  checkLines(Object.values(headers));
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
