import * as v from "valibot";
import { CATALOG, type Sku } from "./catalog.ts";

/** What a client sends. Any Standard Schema library will do: this one is valibot. */
export const NewOrder = v.object({
  customer: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, "1 to 40 of a-z, 0-9 and -")),
  items: v.pipe(
    v.array(
      v.object({
        sku: v.picklist(Object.keys(CATALOG) as Sku[]),
        quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
      }),
    ),
    v.minLength(1),
  ),
});
