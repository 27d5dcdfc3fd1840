import type { Need, Needs } from "../permissions/needs.ts";

/** A tag of the deploy policy: what the permissions were made for, so that a change can be told. */
export const NEEDS_TAG = "queuerun:needs";

const NEEDS: readonly Need[] = ["http", "queues", "socket", "schedules", "vpc", "backendRole"];

export function formatNeeds(needs: Needs): string {
  return NEEDS.filter((need) => needs.has(need)).join(" ");
}

export function parseNeeds(tag: string): Needs {
  const names = tag.split(" ");
  return new Set(NEEDS.filter((need) => names.includes(need)));
}
