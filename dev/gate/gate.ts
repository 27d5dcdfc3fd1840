import type { IncomingHttpHeaders } from "node:http";
import type { TierPolicies } from "../../permissions/tier.ts";
import type { AccessKeys, Caller } from "../access-keys.ts";
import type { Access } from "./access.ts";
import { Decisions } from "./decisions.ts";
import { describeForAuthor, describeForCaller, describeStranger } from "./describe-denial.ts";
import type { LocalPolicies } from "./local-policies.ts";
import type { Refusal } from "./refusal.ts";
import { findAccessKeyId, identifyCaller } from "./signature.ts";
import { Usage } from "./usage.ts";

export interface GateOptions {
  readonly keys: AccessKeys;
  readonly policies: LocalPolicies;
  /** Takes a line for each request that is refused. */
  readonly output: (line: string) => void;
}

/** In front of each local service: lets in what the caller's tier may do in AWS, and nothing else. */
export class Gate {
  readonly keys: AccessKeys;
  readonly usage = new Usage();
  readonly #policies: LocalPolicies;
  readonly #decisions: Decisions;
  readonly #output: (line: string) => void;

  constructor({ keys, policies, output }: GateOptions) {
    this.keys = keys;
    this.#policies = policies;
    this.#decisions = new Decisions(policies);
    this.#output = output;
  }

  get policies(): TierPolicies {
    return this.#policies.tiers;
  }

  /**
   * @param accesses All must be allowed. None: any caller of this local cloud may make the request.
   * @returns Whose request it is, or why it is refused.
   */
  authorize(headers: IncomingHttpHeaders, accesses: readonly Access[]): Caller | Refusal {
    const caller = identifyCaller(this.keys, headers);
    if ("code" in caller)
      this.#output(describeStranger(findAccessKeyId(headers), accesses, caller));
    if ("code" in caller || caller.tier === "operator") return caller;
    for (const access of accesses) {
      const decision = this.#decisions.decide(caller, access);
      this.usage.record(caller, access, decision);
      if (decision.outcome === "allowed") continue;
      this.#output(describeForAuthor(caller, access, decision));
      return { code: "AccessDenied", message: describeForCaller(caller, access, decision) };
    }
    return caller;
  }
}
