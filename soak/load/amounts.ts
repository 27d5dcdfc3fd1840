import type { Faults } from "./plan.ts";

/** How much there is of everything. */
export interface Amounts {
  readonly jobs: number;
  readonly faults: Faults;
  /** Instances killed with SIGKILL. */
  readonly kills: number;
  readonly reloads: number;
  readonly memoryIntervalMs: number;
  /** Times the function's timeout until a job of an instance that has ended comes back. */
  readonly visibilityFactor: number;
}

export const FULL: Amounts = {
  jobs: 100_000,
  faults: {
    once: {
      throw: 800,
      "throw-after": 200,
      "time-out": 60,
      "time-out-after": 40,
      exit: 15,
      "exit-after": 15,
      "exhaust-memory": 8,
      block: 4,
    },
    always: 20,
  },
  kills: 40,
  reloads: 8,
  memoryIntervalMs: 2_000,
  visibilityFactor: 6,
};
export const QUICK: Amounts = {
  jobs: 1_500,
  faults: {
    once: {
      throw: 20,
      "throw-after": 6,
      "time-out": 2,
      "time-out-after": 2,
      exit: 1,
      "exit-after": 1,
      "exhaust-memory": 1,
      block: 1,
    },
    always: 1,
  },
  kills: 3,
  reloads: 1,
  memoryIntervalMs: 500,
  visibilityFactor: 1.2,
};
