import { deployedQueues } from "../manifest/internal-queue.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** A part of AWS that a backend may need: the tiers have no statement for what it does not. */
export type Need = "http" | "queues" | "socket" | "schedules" | "vpc" | "backendRole";

export type Needs = ReadonlySet<Need>;

export interface DeploymentSettings {
  /** The function is attached to a VPC of the user's. */
  readonly vpc: boolean;
  /** The backend's own code has a role: see `parseBackendPolicy`. */
  readonly backendRole: boolean;
}

export function readNeeds(manifest: Manifest, { vpc, backendRole }: DeploymentSettings): Needs {
  const needs = new Set<Need>();
  if (manifest.routes.length > 0) needs.add("http");
  if (deployedQueues(manifest).length > 0) needs.add("queues");
  if (manifest.socket !== null) needs.add("socket");
  // One that only runs by hand needs the internal queue, but nothing that fires it
  if (manifest.schedules.some(({ cron }) => cron !== null)) needs.add("schedules");
  if (vpc) needs.add("vpc");
  if (backendRole) needs.add("backendRole");
  return needs;
}

/** Adds what others of them need: sockets and schedules have jobs in the internal queue. */
export function completeNeeds(needs: Iterable<Need>): Needs {
  const all = new Set(needs);
  if (all.has("socket") || all.has("schedules")) all.add("queues");
  return all;
}
