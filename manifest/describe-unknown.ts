import { findNearest } from "./find-nearest.ts";

/**
 * `No queue "emial". Queues: billing.fifo, email. Did you mean "email"?`
 * @param names Of all that there are.
 */
export function describeUnknown(
  kind: "queue" | "schedule",
  name: string,
  names: readonly string[],
): string {
  if (names.length === 0) return `No ${kind} "${name}". This backend has none`;
  const title = kind === "queue" ? "Queues" : "Schedules";
  const nearest = findNearest(name, names);
  const hint = nearest === undefined ? "" : `. Did you mean "${nearest}"?`;
  return `No ${kind} "${name}". ${title}: ${names.join(", ")}${hint}`;
}
