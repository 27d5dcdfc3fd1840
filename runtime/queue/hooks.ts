import type { Log } from "../log.ts";
import { printable } from "../printable.ts";

/** Exports of middleware, and of a file for its own jobs. `Argument` is what its handler takes. */
export interface Hooks<Argument> {
  onRequest?(argument: Argument): unknown;
  onResponse?(argument: Argument): void | Promise<void>;
  onError?(error: unknown, argument: Argument): void | Promise<void>;
}

/** A job that can be run, whatever its handler takes. */
export interface PreparedJob {
  /** Runs the handler, with its middleware around it; returns or throws what there is to wait for. */
  run(): unknown;
  /** Tells the middleware what the job failed with. Never rejects. */
  reportError(error: unknown, log: Log): Promise<void>;
}

/**
 * @param hooks Outermost first.
 * @param describe Names it for the log: `job 1 of queue "email"`.
 */
export function prepareJob<Argument>(
  argument: Argument,
  handle: (argument: Argument) => unknown,
  hooks: readonly Hooks<Argument>[],
  describe: (argument: Argument) => string,
): PreparedJob {
  return {
    run() {
      return hooks.some(isAround)
        ? runWithin(hooks, argument, handle)
        : // Without waiting for anything, as most jobs have no middleware
          handle(argument);
    },
    async reportError(error, log) {
      for (const { onError } of hooks.toReversed()) {
        try {
          await onError?.(error, argument);
        } catch (failure) {
          log.error(`onError failed (${describe(argument)}):`, printable(failure));
        }
      }
    },
  };
}

function isAround({ onRequest, onResponse }: Hooks<never>): boolean {
  return onRequest !== undefined || onResponse !== undefined;
}

async function runWithin<Argument>(
  hooks: readonly Hooks<Argument>[],
  argument: Argument,
  handle: (argument: Argument) => unknown,
): Promise<void> {
  if (!(await isEnded(hooks, argument))) await handle(argument);
  for (const { onResponse } of hooks.toReversed()) await onResponse?.(argument);
}

async function isEnded<Argument>(
  hooks: readonly Hooks<Argument>[],
  argument: Argument,
): Promise<boolean> {
  for (const { onRequest } of hooks) if ((await onRequest?.(argument)) !== undefined) return true;
  return false;
}
