import type { Memory } from "../cloud/protocol.ts";
import { compareWindows } from "../memory.ts";
import type { Row } from "../part.ts";
import type { Amounts } from "./amounts.ts";
import type { Disturbances } from "./disturb.ts";
import type { Findings } from "./examine.ts";
import { MAX_RECEIVES, MESSAGE_GROUPS, QUEUE_NAMES } from "./plan.ts";
import type { RecordedEvent } from "./record.ts";

export interface Load {
  readonly amounts: Amounts;
  readonly findings: Findings;
  readonly record: readonly RecordedEvent[];
  readonly memory: readonly Memory[];
  readonly seconds: number;
  readonly disturbances: Disturbances;
}

/** Megabytes: what SQS keeps of deleted messages, to know them again, is filled once. */
const HEAP_ALLOWANCE = 8;

export function createRows(load: Load): Row[] {
  const { findings, record } = load;
  const { lost, dead, deadEarly, deadUnrun, outOfOrder, duplicates, unexplained } = findings;
  const flat = compareWindows(load.memory, HEAP_ALLOWANCE);
  const fifo = QUEUE_NAMES.filter((name) => name.endsWith(".fifo"));
  return [
    {
      promise: "every job is handled, or is in its dead-letter queue",
      done: describeLoad(load),
      figures: `${lost.length} lost${name(lost)}; ${describeRate(load)}`,
      held: lost.length === 0,
    },
    {
      promise: "no job is dead-lettered before its last receive, or without having run",
      done: `${count(load.amounts.faults.always * QUEUE_NAMES.length)} jobs that fail at each of ${MAX_RECEIVES} receives`,
      figures: `${dead} dead-lettered, of which ${deadEarly.length} early${name(deadEarly)} and ${deadUnrun.length} unrun${name(deadUnrun)}`,
      held: deadEarly.length === 0 && deadUnrun.length === 0,
    },
    {
      promise: "no job of a FIFO queue begins before the earlier ones of its group are over",
      done: `the same; ${fifo.length} FIFO queues with ${MESSAGE_GROUPS} message groups each`,
      figures: `${outOfOrder.length} out of order${name(outOfOrder)}`,
      held: outOfOrder.length === 0,
    },
    {
      promise: "a job that was handled runs again only when the receive before has failed",
      done: `the same; ${count(record.length)} lines of the handlers' record`,
      figures: `${unexplained.length} without a reason${name(unexplained)}; ${describeDuplicates(duplicates)}`,
      held: unexplained.length === 0,
    },
    {
      promise: "code that is saved under load is served, and loses no job",
      done: `${load.amounts.reloads} reloads`,
      figures: `jobs handled by ${countVersions(record)} versions of the code`,
      held:
        load.disturbances.reloads === load.amounts.reloads &&
        countVersions(record) === load.amounts.reloads + 1,
    },
    {
      promise: "the memory of the local cloud stays flat under a load of jobs",
      done: `the same; ${load.memory.length} measurements`,
      figures: flat.figures,
      held: flat.isFlat,
    },
  ];
}

function describeLoad({ amounts, disturbances }: Load): string {
  const { once } = amounts.faults;
  const faults = Object.entries(once).map(([fault, times]) => `${times} ${fault}`);
  return `${count(amounts.jobs)} jobs; ${disturbances.kills} SIGKILL, ${faults.join(", ")}`;
}

function describeRate({ amounts, seconds }: Load): string {
  return `${count(amounts.jobs / seconds)} jobs a second with all faults`;
}

function describeDuplicates(duplicates: Findings["duplicates"]): string {
  const reasons = Object.entries(duplicates).map(([reason, times]) => `${times} after ${reason}`);
  return reasons.length === 0 ? "no job twice" : reasons.join(", ");
}

function countVersions(record: readonly RecordedEvent[]): number {
  return new Set(record.map(({ version }) => version)).size;
}

/** Some of those that broke the promise. */
function name(ids: readonly number[]): string {
  return ids.length === 0 ? "" : ` (${ids.slice(0, 5).join(", ")})`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en");
}
