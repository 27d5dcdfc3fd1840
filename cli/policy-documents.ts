import type { Manifest } from "../manifest/manifest.ts";
import { createDeployPolicy } from "../permissions/deploy.ts";
import { readNeeds } from "../permissions/needs.ts";
import { createPolicy } from "../permissions/policy-document.ts";
import { createRuntimePolicy } from "../permissions/runtime.ts";
import { createSchedulerPolicy } from "../permissions/scheduler.ts";
import { splitPolicy } from "../permissions/split.ts";
import type { TierPolicy } from "../permissions/tier.ts";
import type { PolicyTarget } from "./policy-options.ts";

/** @param grants What the backend's own code may do; null: nothing. */
export function createPolicies(
  { tier, scope, vpc }: PolicyTarget,
  manifest: Manifest,
  grants: TierPolicy | null,
): readonly TierPolicy[] {
  if (tier === "backend") return [grants ?? createPolicy([])];
  const needs = readNeeds(manifest, { vpc, backendRole: grants !== null });
  if (tier === "scheduler") return [createSchedulerPolicy(scope, needs)];
  const create = { deploy: createDeployPolicy, runtime: createRuntimePolicy }[tier];
  return splitPolicy(create(scope, needs));
}
