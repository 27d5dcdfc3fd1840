import { showField } from "../internal/show-field.ts";

/** Events of a WebSocket API, as the runtime needs them. */
export type SocketEvent =
  | ({ readonly type: "connect" } & Handshake)
  | { readonly type: "message"; readonly connectionId: string; readonly text: string }
  | { readonly type: "disconnect"; readonly connectionId: string };

/** What a client sends to open a connection. */
export interface Handshake {
  readonly connectionId: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  /** Names in lower case, `cookie` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded, in order. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws TypeError for an event that no WebSocket API sends. */
export function parseSocketEvent({ requestContext, ...event }: Fields): SocketEvent {
  const { eventType, connectionId, connectedAt } = asFields(requestContext);
  if (typeof connectionId === "string") {
    if (eventType === "MESSAGE") return { type: "message", connectionId, text: readBody(event) };
    if (eventType === "DISCONNECT") return { type: "disconnect", connectionId };
    if (eventType === "CONNECT")
      return {
        type: "connect",
        connectionId,
        connectedAt: typeof connectedAt === "number" ? connectedAt : Date.now(),
        headers: readHeaders(event),
        query: readValues(event.multiValueQueryStringParameters, event.queryStringParameters),
      };
  }
  throw new TypeError(`Cannot handle WebSocket event of type ${showField(eventType)}`);
}

function readBody({ body, isBase64Encoded }: Fields): string {
  const text = typeof body === "string" ? body : "";
  return isBase64Encoded === true ? Buffer.from(text, "base64").toString() : text;
}

function readHeaders({ headers, multiValueHeaders }: Fields): Record<string, string> {
  const values = Map.groupBy(readValues(multiValueHeaders, headers), ([name]) =>
    name.toLowerCase(),
  );
  return Object.fromEntries(
    Array.from(values, ([name, pairs]) => [
      name,
      pairs.map(([, value]) => value).join(name === "cookie" ? "; " : ", "),
    ]),
  );
}

/** What repeats is in `lists`; not every sender has it. What is no text, no API Gateway has sent. */
function readValues(lists: unknown, singles: unknown): (readonly [string, string])[] {
  const entries = Object.entries(asFields(lists ?? singles));
  return entries.flatMap(([name, value]) =>
    [value].flat().flatMap((item) => (typeof item === "string" ? [[name, item] as const] : [])),
  );
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
