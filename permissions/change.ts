import type { BackendStatement } from "./backend-policy.ts";
import { TIERS, type TierPolicies } from "./tier.ts";

/** One action on one resource. */
interface Grant {
  readonly action: string;
  readonly resource: string;
  /** What follows "if": empty without a condition. */
  readonly condition: string;
}

type Values = string | readonly string[];

/**
 * Says, for each tier, what it may do after a change that it may not do now, and the reverse.
 * @returns Lines of text; none if nothing changes.
 */
export function describeChange(before: TierPolicies, after: TierPolicies): readonly string[] {
  return TIERS.flatMap((tier) => {
    const [old, next] = [readGrants(before, tier), readGrants(after, tier)];
    const lines = [
      ...describeGrants("+", subtract(next, old)),
      ...describeGrants("-", subtract(old, next)),
    ];
    return lines.length === 0 ? [] : [`${tier} tier:`, ...lines];
  });
}

function readGrants(policies: TierPolicies, tier: keyof TierPolicies): Map<string, Grant> {
  const statements = (policies[tier] ?? []).flatMap(({ Statement }) => [...Statement]);
  const grants = statements.flatMap(splitStatement);
  return new Map(grants.map((grant) => [JSON.stringify(grant), grant]));
}

function splitStatement(statement: BackendStatement): Grant[] {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  const condition = describeConditions(Condition);
  const resources = readElement(Resource, NotResource);
  return readElement(Action, NotAction).flatMap((action) =>
    resources.map((resource) => ({
      action: Effect === "Deny" ? `deny ${action}` : action,
      resource,
      condition,
    })),
  );
}

function readElement(values: Values | undefined, others: Values | undefined): string[] {
  if (values !== undefined) return [values].flat();
  return [`all but ${[others ?? []].flat().join(", ")}`];
}

function describeConditions(conditions: BackendStatement["Condition"] = {}): string {
  return Object.entries(conditions)
    .flatMap(([operator, keys]) =>
      Object.entries(keys as Readonly<Record<string, Values>>).map(
        ([key, values]) => `${key} ${operator} ${[values].flat().join(" or ")}`,
      ),
    )
    .join(" and ");
}

function subtract(from: Map<string, Grant>, what: Map<string, Grant>): Grant[] {
  return [...from].filter(([key]) => !what.has(key)).map(([, grant]) => grant);
}

/** Actions on the same resource share a line, and then resources with the same actions. */
function describeGrants(sign: "+" | "-", grants: readonly Grant[]): string[] {
  const byResource = groupValues(grants, ({ resource, condition }) => [resource, condition]);
  const lines = [...byResource.values()].map((group) => ({
    resource: group[0]?.resource ?? "",
    condition: group[0]?.condition ?? "",
    actions: group.map(({ action }) => action).join(", "),
  }));
  const byActions = groupValues(lines, ({ actions, condition }) => [actions, condition]);
  return [...byActions.values()].map((group) => {
    const resources = group.map(({ resource }) => resource).join(", ");
    const { actions = "", condition = "" } = group[0] ?? {};
    return `  ${sign} ${actions} on ${resources}${condition === "" ? "" : ` if ${condition}`}`;
  });
}

function groupValues<T>(values: readonly T[], keyOf: (value: T) => unknown): Map<string, T[]> {
  return Map.groupBy(values, (value) => JSON.stringify(keyOf(value)));
}
