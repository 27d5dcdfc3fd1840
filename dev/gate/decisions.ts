import { type Decision, evaluate } from "../../permissions/evaluate.ts";
import type { TierPolicies } from "../../permissions/tier.ts";
import type { Caller } from "../access-keys.ts";
import type { Access } from "./access.ts";
import type { LocalPolicies } from "./local-policies.ts";
import { createRequestContext } from "./request-context.ts";

/** There are as many as queues and actions, but for connections, of which each has an ARN. */
const MAX_REMEMBERED = 1_000;

/** What the callers may do by the policies of now. */
export class Decisions {
  readonly #policies: LocalPolicies;
  /** To evaluate takes as long as a fifth of the request to the queue. */
  readonly #remembered = new Map<string, Decision>();
  /** That they were made by. */
  #tiers: TierPolicies = {};

  constructor(policies: LocalPolicies) {
    this.#policies = policies;
  }

  decide(caller: Caller, access: Access): Decision {
    // Only a user's policy may look at the time
    if (caller.tier === "backend") return this.#evaluate(caller, access);
    const { tiers } = this.#policies;
    if (tiers !== this.#tiers || this.#remembered.size > MAX_REMEMBERED) this.#remembered.clear();
    this.#tiers = tiers;
    const key = `${caller.tier} ${caller.isFunction} ${access.action} ${access.resource}`;
    const decision = this.#remembered.get(key) ?? this.#evaluate(caller, access);
    this.#remembered.set(key, decision);
    return decision;
  }

  #evaluate(caller: Caller, { action, resource }: Access): Decision {
    const policies = caller.tier === "operator" ? [] : this.#policies.tiers[caller.tier];
    return evaluate(policies ?? [], { action, resource, context: createRequestContext(caller) });
  }
}
