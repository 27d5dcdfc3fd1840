type Values = Readonly<Record<string, string>>;

/** What a handshake of a test states; the rest is as API Gateway would send it. */
export interface HandshakeFields {
  readonly headers?: Values;
  readonly query?: Values;
  /** Milliseconds since 1970. Default now. */
  readonly connectedAt?: number;
}

/** The event of a handshake, as API Gateway sends it. */
export function createConnectEvent(connectionId: string, fields: HandshakeFields = {}): object {
  const { headers = {}, query, connectedAt = Date.now() } = fields;
  const all = { Host: "ws1.execute-api.eu-central-1.amazonaws.com", ...headers };
  return {
    headers: all,
    multiValueHeaders: createLists(all),
    ...(query && {
      queryStringParameters: query,
      multiValueQueryStringParameters: createLists(query),
    }),
    requestContext: createContext("$connect", "CONNECT", connectionId, connectedAt),
    isBase64Encoded: false,
  };
}

export function createMessageEvent(connectionId: string, body: string): object {
  return {
    requestContext: {
      ...createContext("$default", "MESSAGE", connectionId, Date.now()),
      messageId: "L0SMAe-MvHcCIhw=",
    },
    body,
    isBase64Encoded: false,
  };
}

export function createDisconnectEvent(connectionId: string): object {
  return {
    headers: { Host: "ws1.execute-api.eu-central-1.amazonaws.com", "x-api-key": "" },
    requestContext: {
      ...createContext("$disconnect", "DISCONNECT", connectionId, Date.now()),
      disconnectStatusCode: 1005,
      disconnectReason: "Client-side close frame status not set",
    },
    isBase64Encoded: false,
  };
}

function createContext(
  routeKey: string,
  eventType: string,
  connectionId: string,
  connectedAt: number,
) {
  return {
    routeKey,
    eventType,
    extendedRequestId: "L0SM9eMLvHcFvZg=",
    requestTime: "26/Nov/2026:04:15:00 +0000",
    messageDirection: "IN",
    stage: "live",
    connectedAt,
    requestTimeEpoch: connectedAt,
    identity: { sourceIp: "192.0.2.1", userAgent: "test" },
    requestId: "L0SM9eMLvHcFvZg=",
    domainName: "ws1.execute-api.eu-central-1.amazonaws.com",
    connectionId,
    apiId: "ws1",
  };
}

function createLists(values: Values): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}
