import type { PendingPush } from "./context.ts";

/** What was wrong with a push. */
export type PushProblem =
  | "dedupe"
  | "delay"
  | "group"
  | "hops"
  | "invocation"
  | "params"
  | "payload"
  | "queue"
  | "size";

/** A push was refused before anything was sent: trying it again would not help. */
export class PushError extends Error {
  static override readonly name: string = "PushError";
  override readonly name = "PushError";
  readonly queue: string;
  readonly problem: PushProblem;
  /** Why, the value seen, and what to do: the message without the queue's name. */
  readonly reason: string;

  constructor(queue: string, problem: PushProblem, reason: string) {
    super(problem === "queue" ? reason : `Cannot push to queue "${queue}": ${reason}`);
    this.queue = queue;
    this.problem = problem;
    this.reason = reason;
  }
}

/** SQS did not take a message. */
export class SendError extends Error {
  static override readonly name: string = "SendError";
  override readonly name = "SendError";
  readonly queue: string;
  /** SQS's own code, such as `AccessDenied`. */
  readonly code: string;

  constructor(queue: string, code: string, reason: string, cause: unknown) {
    super(`Cannot send to queue "${queue}": ${reason} (${code})`, { cause });
    this.queue = queue;
    this.code = code;
  }
}

/**
 * Pushes, or sends to WebSockets, that nobody awaited have failed: their invocation fails too, or the
 * jobs and messages were lost unseen.
 */
export class UnawaitedPushError extends AggregateError {
  static override readonly name: string = "UnawaitedPushError";
  override readonly name = "UnawaitedPushError";

  constructor(failed: readonly PendingPush[]) {
    const list = failed.map(({ place, error }) => `${place}: ${error?.message}`).join("; ");
    const isPushes = failed.every(({ what }) => what === "push");
    const [one, many] = isPushes ? ["push", "pushes"] : ["send", "sends"];
    super(
      failed.map(({ error }) => error),
      `${failed.length} failed ${failed.length === 1 ? `${one} was` : `${many} were`} not awaited: ${list}`,
    );
  }
}
