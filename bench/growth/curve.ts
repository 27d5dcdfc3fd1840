import { formatCurve } from "../figure.ts";
import type { Figure } from "../row.ts";

/** How many times as much the last point takes as the first, with all points beside it. */
export function createCurve(points: Readonly<Record<string, number>>, unit: string): Figure {
  const values = Object.values(points);
  const [first = Number.NaN] = values;
  return { value: (values.at(-1) ?? Number.NaN) / first, details: formatCurve(points, unit) };
}
