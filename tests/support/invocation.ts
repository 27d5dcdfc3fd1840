import {
  type Invocation,
  type OutgoingMessage,
  runInvocation,
  type Transport,
} from "../../sdk/context.ts";
import type { Site } from "../../sdk/site.ts";
import type { UserId } from "../../sdk/user.ts";

export interface TestInvocation {
  readonly invocation: Invocation;
  readonly sent: OutgoingMessage[];
  run<T>(code: () => T): T;
}

/** An invocation whose transport knows `queues`, keeps what is sent, and numbers the job IDs. */
export function createInvocation(
  queues: readonly string[] | null,
  options: {
    readonly hops?: number;
    readonly send?: Transport["send"];
    readonly user?: UserId;
    readonly site?: Site;
  } = {},
): TestInvocation {
  const sent: OutgoingMessage[] = [];
  const keep: Transport["send"] = async (message) => `job-${sent.push(message)}`;
  const { hops = 0, send = keep, user = null, site = { url: "" } } = options;
  const transport = queues === null ? { send } : { send, queues: new Set(queues) };
  const invocation: Invocation = {
    ...{ requestId: "1", user, hops, transport, site },
    pushes: new Set(),
  };
  return { invocation, sent, run: (code) => runInvocation(invocation, code) };
}
