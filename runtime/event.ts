import type { APIGatewayProxyEventV2, SQSEvent } from "aws-lambda";

/** What Lambda was invoked with, told apart by its shape. */
export type LambdaEvent =
  | { readonly kind: "http"; readonly event: APIGatewayProxyEventV2 }
  | { readonly kind: "queue"; readonly event: SQSEvent }
  /** Not checked: only backends with a socket have the code for it. */
  | { readonly kind: "socket"; readonly event: Fields }
  /** A schedule that somebody runs by hand: a ScheduleJob, not checked. */
  | { readonly kind: "schedule"; readonly event: Fields };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks the parts of an event that the runtime relies on, once, at the edge.
 * @throws TypeError for an event of no kind that this function is connected to.
 */
export function parseEvent(event: unknown): LambdaEvent {
  if (isFields(event)) {
    if (isSqsEvent(event)) return { kind: "queue", event: event as unknown as SQSEvent };
    if (event.version === "2.0") return { kind: "http", event: parseHttpEvent(event) };
    if (isSocketEvent(event)) return { kind: "socket", event };
    if (event.kind === "schedule") return { kind: "schedule", event };
  }
  throw new TypeError(
    `Cannot handle event: it is neither an HTTP API request (payload format 2.0), nor an event of a WebSocket API, nor an SQS batch, nor a schedule, but ${describe(event)}`,
  );
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

function parseHttpEvent(event: Fields): APIGatewayProxyEventV2 {
  const { requestContext, rawPath, rawQueryString = "", headers = {}, cookies, body } = event;
  const http = isFields(requestContext) ? requestContext.http : undefined;
  const isValid =
    isFields(http) &&
    typeof http.method === "string" &&
    typeof rawPath === "string" &&
    typeof rawQueryString === "string" &&
    isStrings(headers) &&
    (cookies === undefined || (Array.isArray(cookies) && isStrings(cookies))) &&
    (body === undefined || body === null || typeof body === "string");
  if (!isValid) throw new TypeError(`Cannot handle HTTP API request: ${describe(event)}`);
  return {
    ...event,
    rawQueryString,
    headers,
    body: body ?? undefined,
  } as unknown as APIGatewayProxyEventV2;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isStrings(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((item) => typeof item === "string");
}

/** Names the fields, not the values: an event may hold secrets, and this text is logged. */
function describe(event: unknown): string {
  if (!isFields(event)) return typeof event;
  return `an object with ${Object.keys(event).join(", ") || "no fields"}`;
}
