import { loadOnDemand } from "./load-on-demand.ts";

/** Gives a handler its `signal`, made only if it is touched: most handlers never do. */
export interface Deadline {
  readonly signal: AbortSignal;
}

/**
 * Runs `run` for at most `milliseconds`. Rejects with a DeadlineError when time is up: the code
 * cannot be stopped from outside, so `signal` tells it, and what it does later is ignored. The signal
 * also aborts when the handler is done, so that what it left behind can stop too.
 * @param run Rejects, and never throws.
 * @throws What `run` rejects with, as something that can be printed.
 */
export function runWithDeadline<T>(
  milliseconds: number,
  run: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const deadline = new LazyDeadline();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const end = (error: unknown) => {
        deadline.abort(() => error);
        reject(error);
      };
      loadOnDemand().then(({ DeadlineError }) => end(new DeadlineError(milliseconds)), end);
    }, milliseconds);
    const done = () => {
      clearTimeout(timer);
      deadline.abort();
    };
    run(deadline).then(
      (value) => {
        done();
        resolve(value);
      },
      (error) => {
        done();
        loadOnDemand()
          .then(({ printable }) => printable(error))
          .then(reject, reject);
      },
    );
  });
}

/** Neither the controller nor the reason is made unless someone looks: both cost more than a request. */
export class LazyDeadline implements Deadline {
  #controller: AbortController | undefined;
  #reason: (() => unknown) | undefined;

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#reason) this.#controller.abort(this.#reason());
    }
    return this.#controller.signal;
  }

  /** The first reason is the one; without one it is done. */
  abort(reason: () => unknown = () => new Error("The handler is done")): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#controller?.abort(reason());
  }
}
