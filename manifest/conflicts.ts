import type { Report } from "./problem.ts";

/** One file's claim on something that only one can have: a route, a queue, the index. */
export interface Claim {
  readonly file: string;
  /** Claims with equal keys conflict. */
  readonly key: string;
  /** `the route "/users/[id]"` */
  readonly what: string;
}

/** Reports each file that claims what an earlier one has, naming both. */
export function checkConflicts(claims: readonly Claim[], report: Report): void {
  const owners = new Map<string, Claim>();
  for (const claim of claims.toSorted((a, b) => (a.file < b.file ? -1 : 1))) {
    const owner = owners.get(claim.key);
    if (owner === undefined) owners.set(claim.key, claim);
    else
      report({
        file: claim.file,
        message: describeConflict(owner, claim),
        fix: "Delete or rename one of them",
      });
  }
}

function describeConflict(owner: Claim, claim: Claim): string {
  const files = `"${owner.file}" and "${claim.file}"`;
  if (owner.what === claim.what) return `${files} are both ${claim.what}`;
  return `${files} are the same: ${claim.what} takes all that ${owner.what} takes`;
}
