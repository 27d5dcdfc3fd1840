import { LIMITS } from "../manifest/limits.ts";
import type { Queue } from "../manifest/manifest.ts";

type QueueLimit = Pick<Queue, "name" | "maximumConcurrency">;

/** How many instances each queue may keep busy. */
export interface QueueShares {
  /** By queue; a queue without a limit is not in it. */
  readonly shares: ReadonlyMap<string, number>;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** AWS's minimum for an event source mapping. */
const { minimum: MINIMUM, maximum: MAXIMUM } = LIMITS.maximumConcurrency;

/**
 * Divides reserved concurrency among the queues. Event source mappings do not look at it by
 * themselves: they would receive messages that the function then refuses, and each receive counts.
 * @param name What reserved concurrency is called where it was set, for the message.
 */
export function shareConcurrency(
  queues: readonly QueueLimit[],
  reserved: number | "off",
  name: string,
): QueueShares {
  const own = queues.flatMap(({ name, maximumConcurrency }) =>
    maximumConcurrency === null ? [] : [[name, maximumConcurrency] as const],
  );
  if (reserved === "off" || reserved === 0)
    return { shares: new Map(own), problems: [], warnings: [] };
  const asked = sum(own);
  const others = queues.filter(({ maximumConcurrency }) => maximumConcurrency === null);
  // One instance is left for HTTP requests
  const share = Math.floor((reserved - 1 - asked) / others.length);
  const rest = others.map(
    ({ name }) => [name, Math.min(MAXIMUM, Math.max(MINIMUM, share))] as const,
  );
  const shares = new Map([...own, ...rest]);
  if (asked > reserved)
    return { shares, problems: [describeExcess(own, reserved, name)], warnings: [] };
  const needed = sum([...shares]);
  return {
    shares,
    problems: [],
    warnings: needed > reserved ? [describeShortage(needed, reserved)] : [],
  };
}

function sum(shares: readonly (readonly [string, number])[]): number {
  return shares.reduce((total, [, share]) => total + share, 0);
}

function describeExcess(
  own: readonly (readonly [string, number])[],
  reserved: number,
  name: string,
): string {
  const terms = own.map(([queue, share]) => `${share} of "${queue}"`).join(" + ");
  return `"${name}" is ${reserved}, must be at least the maximumConcurrency of the queues: ${terms} = ${sum(own)}`;
}

function describeShortage(needed: number, reserved: number): string {
  return `Reserved concurrency is ${reserved}, but the queues may keep ${needed} instances busy, as AWS has no limit below ${MINIMUM} for a queue. Jobs that find no instance count as received all the same, and after maxReceives they are dead letters. Reserve ${needed + 1} or more; for one job at a time use a FIFO queue with one group`;
}
