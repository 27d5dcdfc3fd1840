import { availableParallelism } from "node:os";
import { describePeers } from "./peers.ts";

/** Under which conditions figures were measured. */
export interface Conditions {
  readonly command: string;
  /** `2026-11-26` */
  readonly date: string;
  /** In general terms: figures are compared within one run only. */
  readonly machine: string;
  readonly versions: string;
}

export async function describeMachine(): Promise<Omit<Conditions, "command">> {
  const { platform, arch, versions } = process;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${platform} ${arch}, ${availableParallelism()} cores`,
    versions: `Node ${versions.node}, ${await describePeers()}`,
  };
}
