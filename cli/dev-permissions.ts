import type { Use } from "../dev/gate/usage.ts";
import { formatTable } from "./package-summary.ts";

/** What each tier has used, and what it was denied, each with how many times. */
export function formatUses(uses: readonly Use[]): string {
  if (uses.length === 0) return "No tier has asked for anything";
  return [...Map.groupBy(uses, createTitle)]
    .map(([title, group]) =>
      formatTable(
        title,
        group.map(({ action, resource, count }) => [String(count), action, resource]),
      ),
    )
    .join("\n\n");
}

function createTitle({ tier, isAllowed }: Use): string {
  return isAllowed ? `Used by the ${tier} tier` : `Denied to the ${tier} tier`;
}
