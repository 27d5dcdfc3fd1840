import leven from "leven";

/** Edits between two names, as a share of the longer one, up to which one may be meant by the other. */
const FARTHEST = 0.4;

/** The one of `names` that was probably meant by `seen`, if any. */
export function findNearest(seen: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .filter((name) => mayBeNear(seen.length, name.length))
    .map((name) => ({ name, distance: distance(seen, name) }))
    .filter(({ distance }) => distance <= FARTHEST)
    .sort((a, b) => a.distance - b.distance);
  return nearest?.name;
}

/** Comparing a name with one that is much longer takes long, and comes to nothing. */
function mayBeNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= FARTHEST * Math.max(a, b);
}

function distance(a: string, b: string): number {
  return leven(a.toLowerCase(), b.toLowerCase()) / Math.max(a.length, b.length, 1);
}
