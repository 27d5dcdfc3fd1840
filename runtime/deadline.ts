import { loadOnDemand } from "./load-on-demand.ts";

/** Gives a handler its `signal`, made only if it is touched: most handlers never do. */
export interface Deadline {
  readonly signal: AbortSignal;
}

/**
 * Runs `run` for at most `milliseconds`. Rejects with a DeadlineError when time is up: the code
 * cannot be stopped from outside, so `signal` tells it, and what it does later is ignored. The signal
 * also aborts when the handler is done, so that what it left behind can stop too.
 * @throws What `run` threw, as something that can be printed.
 */
export async function runWithDeadline<T>(
  milliseconds: number,
  run: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const abort = createLazyAbort();
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<never>((_, reject) => {
    const end = (error: unknown) => {
      abort.abort(() => error);
      reject(error);
    };
    timer = setTimeout(() => {
      loadOnDemand().then(({ DeadlineError }) => end(new DeadlineError(milliseconds)), end);
    }, milliseconds);
  });
  try {
    return await Promise.race([run(abort.deadline), timedOut]);
  } catch (error) {
    throw (await loadOnDemand()).printable(error);
  } finally {
    clearTimeout(timer);
    abort.abort(createDoneError);
  }
}

function createDoneError(): Error {
  return new Error("The handler is done");
}

/** Neither the controller nor the reason is made unless someone looks: both cost more than a request. */
function createLazyAbort(): { deadline: Deadline; abort(reason: () => unknown): void } {
  let controller: AbortController | undefined;
  let aborted: (() => unknown) | undefined;
  const deadline = {
    get signal() {
      if (controller === undefined) {
        controller = new AbortController();
        if (aborted !== undefined) controller.abort(aborted());
      }
      return controller.signal;
    },
  };
  const abort = (reason: () => unknown) => {
    if (aborted !== undefined) return;
    aborted = reason;
    controller?.abort(reason());
  };
  return { deadline, abort };
}
