import leven from "leven";

/** Edits between two names, as a share of the longer one, up to which one may be meant by the other. */
const FARTHEST = 0.4;

/** `Did you mean "timeout"?`, or undefined when none of `names` is near. */
export function didYouMean(seen: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, distance: distance(seen, name) }))
    .filter(({ distance }) => distance <= FARTHEST)
    .sort((a, b) => a.distance - b.distance);
  return nearest && `Did you mean "${nearest.name}"?`;
}

function distance(a: string, b: string): number {
  return leven(a.toLowerCase(), b.toLowerCase()) / Math.max(a.length, b.length, 1);
}
