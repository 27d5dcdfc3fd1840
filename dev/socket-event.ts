/**
 * What happens to a WebSocket as the events that API Gateway sends to Lambda.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */

import { ALIAS } from "../manifest/physical-names.ts";
import { API_ID } from "./aws-names.ts";
import { formatTime } from "./http-event.ts";

/** What a client asked for a WebSocket with. */
export interface Handshake {
  /** `/chat?room=1` */
  readonly target: string;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly sourceIp: string;
  readonly port: number;
  readonly time: Date;
}

/** What all events of a connection say about it. */
export interface ConnectionIdentity {
  readonly connectionId: string;
  readonly connectedAt: Date;
  readonly domainName: string;
  readonly sourceIp: string;
  readonly userAgent?: string;
}

/** Of one event. */
export interface Occasion {
  readonly requestId: string;
  readonly time: Date;
}

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export function createIdentity(connectionId: string, handshake: Handshake): ConnectionIdentity {
  const headers = pairHeaders(handshake.rawHeaders);
  const find = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const userAgent = find("user-agent");
  return {
    connectionId,
    connectedAt: handshake.time,
    domainName: (find("host") ?? "localhost").replace(/:\d+$/, ""),
    sourceIp: handshake.sourceIp,
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

export function createConnectEvent(
  identity: ConnectionIdentity,
  handshake: Handshake,
  traceId: string,
  occasion: Occasion,
) {
  const given = pairHeaders(handshake.rawHeaders);
  const headers = [
    ...given.filter(([name]) => !GATEWAY_HEADERS.has(name.toLowerCase())),
    ...createProxyHeaders(handshake, given, traceId),
  ];
  const query = [...new URLSearchParams(handshake.target.split("?").slice(1).join("?"))];
  return {
    headers: Object.fromEntries(headers),
    multiValueHeaders: groupValues(headers),
    ...(query.length === 0
      ? {}
      : {
          queryStringParameters: Object.fromEntries(query),
          multiValueQueryStringParameters: groupValues(query),
        }),
    requestContext: createContext(identity, occasion, {
      routeKey: "$connect",
      eventType: "CONNECT",
    }),
    isBase64Encoded: false,
  };
}

export function createMessageEvent(identity: ConnectionIdentity, body: string, occasion: Occasion) {
  return {
    requestContext: createContext(identity, occasion, {
      routeKey: "$default",
      eventType: "MESSAGE",
      messageId: occasion.requestId,
    }),
    body,
    isBase64Encoded: false,
  };
}

export function createDisconnectEvent(
  identity: ConnectionIdentity,
  { code, reason }: Closing,
  occasion: Occasion,
) {
  const headers: Pairs = [
    ["Host", identity.domainName],
    ["x-api-key", ""],
    ["X-Forwarded-For", ""],
    ["x-restapi", ""],
  ];
  return {
    headers: Object.fromEntries(headers),
    multiValueHeaders: groupValues(headers),
    requestContext: createContext(identity, occasion, {
      routeKey: "$disconnect",
      eventType: "DISCONNECT",
      disconnectStatusCode: code,
      disconnectReason: code === 1005 ? "Client-side close frame status not set" : reason,
    }),
    isBase64Encoded: false,
  };
}

function createContext<Fields extends object>(
  identity: ConnectionIdentity,
  { requestId, time }: Occasion,
  fields: Fields,
) {
  const { connectionId, connectedAt, domainName, sourceIp, userAgent } = identity;
  return {
    ...fields,
    extendedRequestId: requestId,
    requestTime: formatTime(time),
    messageDirection: "IN",
    stage: ALIAS,
    connectedAt: connectedAt.getTime(),
    requestTimeEpoch: time.getTime(),
    identity: { ...(userAgent === undefined ? {} : { userAgent }), sourceIp },
    requestId,
    domainName,
    connectionId,
    apiId: API_ID,
  };
}

type Pairs = readonly (readonly [string, string])[];

/** Of the connection to the gateway, which does not pass them on, and those that it sets. */
const GATEWAY_HEADERS = new Set([
  "connection",
  "upgrade",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

function pairHeaders(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as [string, string]] : [],
  );
}

/** What the gateway says about the client; `X-Forwarded-For` keeps what earlier proxies said. */
function createProxyHeaders({ sourceIp, port }: Handshake, given: Pairs, traceId: string): Pairs {
  const forwarded = given.filter(([name]) => name.toLowerCase() === "x-forwarded-for");
  return [
    ["X-Amzn-Trace-Id", traceId],
    ["X-Forwarded-For", [...forwarded.map(([, value]) => value), sourceIp].join(", ")],
    ["X-Forwarded-Port", String(port)],
    ["X-Forwarded-Proto", "http"],
  ];
}

/** Not by assignment: `__proto__` is a name like any other. */
function groupValues(pairs: Pairs): Record<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries(groups);
}
