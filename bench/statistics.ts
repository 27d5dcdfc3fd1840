export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * Measures all subjects by turns, A B C A B C, so that whatever else the machine does slows all of
 * them. A first round is not counted, as it fills the caches of the disk; a single one has to be.
 */
export async function measureByTurns<Name extends string, T>(
  subjects: Readonly<Record<Name, () => Promise<T>>>,
  rounds: number,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(subjects) as Name[];
  const seen = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, T[]>;
  for (let round = rounds === 1 ? 1 : 0; round <= rounds; round++)
    for (const name of names) {
      const value = await subjects[name]();
      if (round > 0) seen[name].push(value);
    }
  return seen;
}

/** The median of each. */
export function medians<Name extends string, T>(
  seen: Readonly<Record<Name, readonly T[]>>,
  value: (one: T) => number,
): Record<Name, number> {
  const entries = Object.entries<readonly T[]>(seen);
  return Object.fromEntries(
    entries.map(([name, values]) => [name, median(values.map(value))]),
  ) as Record<Name, number>;
}
