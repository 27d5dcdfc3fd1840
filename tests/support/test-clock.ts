import type { Clock } from "../../dev/scheduler.ts";

export interface TestClock extends Clock {
  /** Lets time pass, and calls back all timers on the way, each at its time. */
  advance(to: string): void;
  /** Lets time pass without a timer, as a machine that sleeps: they come afterwards. */
  sleep(to: string): void;
  readonly timers: number;
}

export function createTestClock(start: string): TestClock {
  let now = Date.parse(start);
  const timers = new Map<() => void, number>();
  const callNext = (until: number): boolean => {
    const [next] = [...timers].sort(([, a], [, b]) => a - b);
    if (next === undefined || next[1] > until) return false;
    const [callback, at] = next;
    timers.delete(callback);
    now = Math.max(now, at);
    callback();
    return true;
  };
  return {
    now: () => new Date(now),
    setTimer(callback, milliseconds) {
      const timer = () => callback();
      timers.set(timer, now + milliseconds);
      return () => timers.delete(timer);
    },
    advance(to) {
      while (callNext(Date.parse(to)));
      now = Date.parse(to);
    },
    sleep(to) {
      now = Date.parse(to);
      while (callNext(now));
    },
    get timers() {
      return timers.size;
    },
  };
}
