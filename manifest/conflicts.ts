import type { Report } from "./config-reader.ts";

/** One claim on something that only one file can have: a route, a queue, the index. */
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
  for (const claim of claims) {
    const owner = owners.get(claim.key);
    if (owner === undefined) {
      owners.set(claim.key, claim);
      continue;
    }
    const what =
      owner.what === claim.what ? claim.what : `${claim.what}, the same as ${owner.what}`;
    report({
      file: claim.file,
      message: `"${owner.file}" and "${claim.file}" are both ${what}`,
      fix: "Delete or rename one of them",
    });
  }
}
