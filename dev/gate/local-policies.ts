import type { Manifest } from "../../manifest/manifest.ts";
import type { BackendPolicy } from "../../permissions/backend-policy.ts";
import { completeNeeds, type Need, readNeeds } from "../../permissions/needs.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { createSchedulerPolicy } from "../../permissions/scheduler.ts";
import type { TierPolicies } from "../../permissions/tier.ts";
import { API_ID, SCOPE } from "../aws-names.ts";

/** The policies that a deployment attaches, for the names that resources have in the local cloud. */
export class LocalPolicies {
  readonly #backendPolicy: BackendPolicy | undefined;
  /** Of packages that are served, or have invocations to finish. */
  readonly #served: Manifest[] = [];
  #policies: TierPolicies = {};

  /** @param backendPolicy What the backend's own code may do. Undefined: nothing, it has no role. */
  constructor(backendPolicy?: BackendPolicy) {
    this.#backendPolicy = backendPolicy;
  }

  get tiers(): TierPolicies {
    return this.#policies;
  }

  /** Before the package is served. */
  add(manifest: Manifest): void {
    this.#served.push(manifest);
    this.#update();
  }

  /** Once nothing runs the package any more. */
  remove(manifest: Manifest): void {
    this.#served.splice(this.#served.indexOf(manifest), 1);
    this.#update();
  }

  #update(): void {
    const settings = { vpc: false, backendRole: this.#backendPolicy !== undefined };
    const needs = new Set<Need>(
      this.#served.flatMap((manifest) => [...completeNeeds(readNeeds(manifest, settings))]),
    );
    this.#policies = {
      runtime: [createRuntimePolicy(SCOPE, needs, API_ID)],
      scheduler: [createSchedulerPolicy(SCOPE, needs)],
      ...(this.#backendPolicy === undefined ? {} : { backend: [this.#backendPolicy] }),
    };
  }
}
