import { readFileSync } from "node:fs";

/** Resident memory of a process, in MB: Linux only, as the rest of what reads /proc. */
export function readResident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
