/** A message to SQS may have 1 MiB. What is beside the items of a job takes little of it. */
const MAX_BYTES = 900_000;

/**
 * Groups items, in their order, so that each group as JSON fits into a message to SQS.
 * @param beside Bytes that every group shares its message with.
 */
export function groupBySize<Item>(items: readonly Item[], maxCount: number, beside = 0): Item[][] {
  const groups: Item[][] = [];
  let group: Item[] = [];
  let left = 0;
  for (const item of items) {
    const size = measureJson(item) + 1;
    if (size > left || group.length === maxCount) {
      group = [];
      groups.push(group);
      left = MAX_BYTES - beside;
    }
    group.push(item);
    left -= size;
  }
  return groups;
}

export function measureJson(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
