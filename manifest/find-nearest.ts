import leven from "leven";

/** Edits between two names, as a share of the longer one, up to which one may be meant by the other. */
const FARTHEST = 0.4;

/** The one of `names` that was probably meant by `seen`, if any. */
export function findNearest(seen: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, distance: distance(seen, name) }))
    .filter(({ distance }) => distance <= FARTHEST)
    .sort((a, b) => a.distance - b.distance);
  return nearest?.name;
}

function distance(a: string, b: string): number {
  return leven(a.toLowerCase(), b.toLowerCase()) / Math.max(a.length, b.length, 1);
}
