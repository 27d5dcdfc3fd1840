import {
  type Invocation,
  type OutgoingMessage,
  runInvocation,
  type Transport,
} from "../../sdk/context.ts";

export interface TestInvocation {
  readonly invocation: Invocation;
  readonly sent: OutgoingMessage[];
  run<T>(code: () => T): T;
}

/** An invocation whose transport knows `queues`, keeps what is sent, and numbers the job IDs. */
export function createInvocation(
  queues: readonly string[] | null,
  options: { readonly hops?: number; readonly send?: Transport["send"] } = {},
): TestInvocation {
  const sent: OutgoingMessage[] = [];
  const keep: Transport["send"] = async (message) => `job-${sent.push(message)}`;
  const { hops = 0, send = keep } = options;
  const transport = queues === null ? { send } : { send, queues: new Set(queues) };
  const invocation: Invocation = { requestId: "1", hops, transport, pushes: new Set() };
  return { invocation, sent, run: (code) => runInvocation(invocation, code) };
}
