/** What API Gateway makes of the function's answer to an event of a WebSocket. */
import type { Integrated } from "./integration.ts";

/** The answer to a handshake. */
export type ConnectAnswer =
  | { readonly accepted: true; readonly protocol: string | undefined }
  | {
      readonly accepted: false;
      readonly status: number;
      /** Absent: the refusal is the function's own. */
      readonly failure?: Failure;
    };

export interface Failure {
  /** For the client. */
  readonly message: string;
  /** For the developer. */
  readonly reason: string;
}

const INTERNAL = "Internal server error";

/** Status of a refused handshake, and what the client is told. */
const FAILURES = {
  timeout: [504, "Endpoint request timed out"],
  throttled: [500, INTERNAL],
  paused: [429, "Too Many Requests"],
  error: [502, INTERNAL],
} as const;

export function createConnectAnswer(result: Integrated): ConnectAnswer {
  if (result.status !== "success") {
    const [status, message] = FAILURES[result.status];
    return { accepted: false, status, failure: { message, reason: result.reason } };
  }
  const { statusCode, headers } = parseObject(result.payload);
  // An array or object need not have a number, and asking for it may throw
  const status = typeof statusCode === "object" ? Number.NaN : Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    const reason = "the function's result has no status code";
    return { accepted: false, status: 502, failure: { message: INTERNAL, reason } };
  }
  if (status > 299) return { accepted: false, status };
  return { accepted: true, protocol: findProtocol(headers) };
}

/** Undefined where all is well: API Gateway does not look at the result of any other event. */
export function findFailure(result: Integrated): Failure | undefined {
  if (result.status === "success") return undefined;
  return { message: FAILURES[result.status][1], reason: result.reason };
}

/** What API Gateway sends over the connection whose message has failed, and answers a handshake with. */
export function createErrorText(
  message: string,
  { connectionId, requestId }: { readonly connectionId: string; readonly requestId: string },
): string {
  return `{"message": "${message}", "connectionId":"${connectionId}", "requestId":"${requestId}"}`;
}

/** Only what is a protocol's name: a line break would let it add headers of its own. */
function findProtocol(headers: unknown): string | undefined {
  const entry = Object.entries(headers ?? {}).find(
    ([name]) => name.toLowerCase() === "sec-websocket-protocol",
  );
  return typeof entry?.[1] === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(entry[1])
    ? entry[1]
    : undefined;
}

function parseObject(payload: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
