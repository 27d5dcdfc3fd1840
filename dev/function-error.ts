import type { ProcessEnd } from "./instance-process.ts";
import { MAX_RESULT_BYTES } from "./limits.ts";

/** An invocation's error, as Lambda returns it. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Reads the body of a Runtime API error, which a runtime interface client may have left incomplete. */
export function parseFunctionError(body: string): FunctionError {
  const { errorType, errorMessage, trace } = parseFields(body);
  return {
    errorType: typeof errorType === "string" ? errorType : "Runtime.Unknown",
    errorMessage: typeof errorMessage === "string" ? errorMessage : body,
    ...(Array.isArray(trace) ? { trace: trace.map(String) } : {}),
  };
}

export function createTimeoutError(requestId: string, timeoutSeconds: number): FunctionError {
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  };
}

export function createSizeError(): FunctionError {
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes).`,
  };
}

/** @param requestId Absent when the process ended in its init phase. */
export function createExitError(end: ProcessEnd, requestId?: string): FunctionError {
  const prefix = requestId === undefined ? "" : `RequestId: ${requestId} `;
  return {
    errorType: "Runtime.ExitError",
    errorMessage: `${prefix}Error: ${describeEnd(end)}`,
  };
}

function describeEnd(end: ProcessEnd): string {
  if (end.kind === "not-started") return `Runtime failed to start: ${end.error.message}`;
  if (end.kind === "signal")
    return `Runtime exited with error: signal: ${SIGNALS[end.signal] ?? end.signal}`;
  if (end.code === 0) return "Runtime exited without providing a reason";
  return `Runtime exited with error: exit status ${end.code}`;
}

/** As Go, in which Lambda's supervisor is written, names them. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGABRT: "aborted",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

function parseFields(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
