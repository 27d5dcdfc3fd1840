import { readdirSync, readFileSync } from "node:fs";

/** Resident memory of a process, in MB. Linux only, as all that reads /proc. */
export function readResident(pid: number): number {
  return readMegabytes(`/proc/${pid}/status`, "VmRSS");
}

/** In MB, of a process and each that it has started. */
export interface TreeMemory {
  /** What they share, such as the code of Node, is divided between all who have it (PSS). */
  readonly proportional: readonly number[];
  readonly resident: readonly number[];
}

export function readTree(pid: number): TreeMemory {
  const pids = [pid, ...findDescendants(pid)];
  return {
    proportional: pids.map((one) => readMegabytes(`/proc/${one}/smaps_rollup`, "Pss")),
    resident: pids.map(readResident),
  };
}

function readMegabytes(file: string, field: string): number {
  const [, kilobytes] =
    new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(readFileSync(file, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

function findDescendants(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
      .split(" ")
      .filter(Boolean)
      .map(Number),
  );
  return children.flatMap((child) => [child, ...findDescendants(child)]);
}
