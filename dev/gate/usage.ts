import type { Decision } from "../../permissions/evaluate.ts";
import type { Caller } from "../access-keys.ts";
import type { Access } from "./access.ts";

/** What a tier did, or was denied. */
export interface Use {
  readonly tier: Caller["tier"];
  readonly action: string;
  /** An ARN, which ends in `*` where it stands for any number of resources. */
  readonly resource: string;
  readonly isAllowed: boolean;
  /** The statement that decided. Undefined: none did. */
  readonly statement: string | undefined;
  readonly count: number;
}

/** Counts what the tiers do. */
export class Usage {
  readonly #uses = new Map<string, Use>();

  record({ tier }: Caller, access: Access, { outcome, statement }: Decision): void {
    const { action, resource, pattern = resource } = access;
    const isAllowed = outcome === "allowed";
    const key = `${tier} ${action} ${pattern} ${isAllowed}`;
    const count = (this.#uses.get(key)?.count ?? 0) + 1;
    this.#uses.set(key, { tier, action, resource: pattern, isAllowed, statement, count });
  }

  /** In the order of their first time. */
  get uses(): readonly Use[] {
    return [...this.#uses.values()];
  }
}
