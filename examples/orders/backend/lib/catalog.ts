/** What the shop sells, and the price in cents. */
export const CATALOG = {
  mug: 1_250,
  teapot: 3_900,
  // Breaks whenever it is packed: orders of it show what becomes of a job that always fails.
  "glass-swan": 9_900,
} as const;

export type Sku = keyof typeof CATALOG;

export interface Item {
  readonly sku: Sku;
  readonly quantity: number;
}

/** The price of all items in cents. */
export function totalOf(items: readonly Item[]): number {
  return items.reduce((total, { sku, quantity }) => total + CATALOG[sku] * quantity, 0);
}
