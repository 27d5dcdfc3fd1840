import { type Connection, type Invocation, runInvocation } from "../../sdk/context.ts";
import { settlePushes } from "../../sdk/settle-pushes.ts";
import type { UserId } from "../../sdk/user.ts";
import { type Deadline, runWithDeadline } from "../deadline.ts";
import { DeadlineError } from "../deadline-error.ts";
import type { Log } from "../log.ts";
import { printable } from "../printable.ts";
import { createReports } from "../reports.ts";
import type { Runtime } from "../runtime.ts";
import type { Connections } from "./connections.ts";
import { type LoadedSocket, loadSocketModule } from "./socket-module.ts";

/** One event of a connection, being handled: its handlers run one after the other. */
export interface Scene {
  readonly requestId: string;
  readonly runtime: Runtime;
  readonly connections: Connections;
  readonly log: Log;
  load(): Promise<LoadedSocket>;
  /** Runs all that the event asks for, until the timeout of handlers. */
  limit<T>(code: (deadline: Deadline) => Promise<T>): Promise<T>;
  /** Runs one handler; what it pushes and sends is part of it. */
  run<T>(part: Part, code: () => T | Promise<T>): Promise<T>;
  /** Logs what the last handler failed with, and tells `onError` of `index.ts`. */
  fail(error: unknown): void;
  /** Resolves when `onError` has been told of all; never rejects. */
  settled(): Promise<void>;
}

/** A handler, and whom it runs for. */
export interface Part {
  /** Its export: `default`, `onConnect`; `loading` before any has run. */
  readonly handler: string;
  readonly user: UserId | null;
  readonly connection?: Connection;
}

/** What an error service may take; the function's timeout has 5 s to spare. */
const REPORT_MS = 2_000;

export async function createScene(
  requestId: string,
  runtime: Runtime,
  log: Log = console,
): Promise<Scene> {
  const { entry, transport, socket } = runtime;
  if (entry.socket === null || socket === undefined)
    throw new Error("Cannot handle event of a WebSocket API: this backend has no socket");
  const { timeoutSeconds } = entry.socket;
  const pushes: Invocation["pushes"] = new Set();
  let current: Part = { handler: "loading", user: null };
  const place = () => {
    const { handler: name, user } = current;
    return { kind: "socket", name, requestId, user: user && { id: user.id } } as const;
  };
  const reports = createReports(runtime, place, () => REPORT_MS, log);
  const report = (thrown: unknown, what: string) => {
    const error = printable(thrown);
    log.error(`${current.handler} of the socket ${what} (request ${requestId}):`, describe(error));
    reports.add(error);
  };
  return {
    requestId,
    runtime,
    connections: await socket.load(),
    log,
    load: loadSocketModule.bind(null, entry.socket),
    async limit(code) {
      try {
        return await runWithDeadline(timeoutSeconds * 1000, code);
      } finally {
        // Lambda freezes the process once this answers: what is being sent must be out by then.
        await Promise.all(Array.from(pushes, ({ settled }) => settled));
      }
    },
    async run(part, code) {
      current = part;
      const { user, connection } = part;
      const invocation: Invocation = {
        ...{ requestId, user, hops: 0, transport, site: runtime.site, pushes },
        ...(connection && { connection }),
        report: (error) => report(error, "reported"),
      };
      return await runInvocation(invocation, async () => {
        const result = await code();
        await settlePushes(invocation);
        return result;
      });
    },
    fail: (error) => report(error, "failed"),
    settled: reports.settled,
  };
}

/** The stack of a deadline is the runtime's own and would only distract. */
function describe(error: unknown): unknown {
  return error instanceof DeadlineError ? error.message : error;
}
