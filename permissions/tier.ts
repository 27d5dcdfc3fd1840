import type { BackendPolicy } from "./backend-policy.ts";
import type { PolicyDocument } from "./policy-document.ts";

/** Who may do something: whoever deploys, the function, its schedules, the backend's own code. */
export const TIERS = ["deploy", "runtime", "scheduler", "backend"] as const;
export type Tier = (typeof TIERS)[number];

/** Ours, or what the user grants to the backend tier. */
export type TierPolicy = PolicyDocument | BackendPolicy;

/** The documents of each tier that has any. */
export type TierPolicies = Readonly<Partial<Record<Tier, readonly TierPolicy[]>>>;
