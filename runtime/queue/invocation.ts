import type { Invocation } from "../../sdk/context.ts";
import type { Runtime } from "../runtime.ts";
import type { Message } from "./message.ts";

/** What the code of a job runs in. */
export function createInvocation(
  { details }: Pick<Message, "details">,
  { index, transport }: Pick<Runtime, "index" | "transport">,
  requestId: string,
): Invocation {
  const { maxHops } = (index.config ?? {}) as { readonly maxHops?: unknown };
  return {
    requestId,
    hops: details.hops,
    ...(typeof maxHops === "number" ? { maxHops } : {}),
    transport,
    pushes: new Set(),
  };
}
