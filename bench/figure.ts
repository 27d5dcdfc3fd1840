import type { Figure } from "./row.ts";

/** Digits that mean something, of figures that differ from run to run by some percent. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** One figure over another of the same run, and those of others beside it: `34.1 / 32.0 ms`. */
export function createRatio(
  value: number,
  base: number,
  unit: string,
  others: Readonly<Record<string, number>> = {},
): Figure {
  const beside = Object.entries(others).map(
    ([name, other]) => `; ${name} ${formatNumber(other)} ${unit} (${formatNumber(other / base)}x)`,
  );
  return {
    value: value / base,
    details: `${formatNumber(value)} / ${formatNumber(base)} ${unit}${beside.join("")}`,
  };
}

/** A curve: `50: 34.1, 100: 34.0 ms`. */
export function formatCurve(points: Readonly<Record<string, number>>, unit: string): string {
  const values = Object.entries(points).map(([at, value]) => `${at}: ${formatNumber(value)}`);
  return `${values.join(", ")} ${unit}`;
}
