/** How an API of API Gateway asks the function: it waits for so long, and says why there is no answer. */
import type { Concurrency } from "../manifest/concurrency.ts";
import type { InvocationResult } from "./invocation.ts";

export interface Integration {
  /** Invokes the function with an event. */
  readonly invoke: (payload: string, traceId: string) => Promise<InvocationResult>;
  /** Reserved concurrency, to say why there is no answer. */
  readonly reserved: () => Promise<Concurrency["reserved"]>;
}

export type Integrated =
  | { readonly status: "success"; readonly payload: string }
  | {
      readonly status: Exclude<InvocationResult["status"], "success"> | "timeout";
      readonly reason: string;
    };

/** The function goes on when the API has given up on it, as in AWS. */
export async function integrate(
  event: object | string,
  traceId: string,
  timeoutSeconds: number,
  { invoke, reserved }: Integration,
): Promise<Integrated> {
  const payload = typeof event === "string" ? event : JSON.stringify(event);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<"timeout">((resolve) => {
    timer = setTimeout(() => resolve("timeout"), timeoutSeconds * 1000);
  });
  const result = await Promise.race([invoke(payload, traceId), timeout]).finally(() =>
    clearTimeout(timer),
  );
  if (result === "timeout") {
    const reason = `the function has not answered within ${timeoutSeconds} s`;
    return { status: "timeout", reason };
  }
  if (result.status === "success") return result;
  return { status: result.status, reason: await explain(result, reserved) };
}

async function explain(
  result: Exclude<InvocationResult, { status: "success" }>,
  reserved: Integration["reserved"],
): Promise<string> {
  switch (result.status) {
    case "throttled":
      return `reserved concurrency ${await reserved()} is in use`;
    case "paused":
      return "the backend is paused, reserved concurrency is 0";
    case "error":
      return `the function ended with ${result.error.errorType}`;
  }
}
