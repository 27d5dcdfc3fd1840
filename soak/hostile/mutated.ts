import fc from "fast-check";
import { hostileText } from "./hostile-text.ts";

type Place = { readonly parent: Record<string, unknown>; readonly key: string };

/** What is done to one place of a value: taken away, or replaced. */
type Mutation = { readonly at: number } & (
  | { readonly kind: "delete" }
  | { readonly kind: "replace"; readonly value: unknown }
  | { readonly kind: "wrap" }
  | { readonly kind: "rename"; readonly name: string }
);

/** Values of JSON that stand in the place of another. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  {
    weight: 6,
    arbitrary: fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null]),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom({ toString: 1, valueOf: null }, { length: 1e9 }),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(nest(900), nest(3_000), withKey("__proto__", { isAdmin: true })),
  },
);

const at = fc.nat({ max: 10_000 });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ at, kind: fc.constant("delete" as const) }),
  fc.record({ at, kind: fc.constant("replace" as const), value: hostileValue }),
  fc.record({ at, kind: fc.constant("wrap" as const) }),
  fc.record({ at, kind: fc.constant("rename" as const), name: hostileText }),
);

/** Valid JSON in which some places hold what they should not, or are missing. */
export function mutated(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([value, mutations]) => {
      const root = { root: copy(value) };
      for (const one of mutations) mutate(root, one);
      return root.root ?? null;
    });
}

function mutate(root: Record<string, unknown>, one: Mutation): void {
  const places = findPlaces(root);
  const place = places[one.at % places.length];
  if (place === undefined) return;
  const { parent, key } = place;
  if (one.kind === "replace") setKey(parent, key, copy(one.value));
  if (one.kind === "wrap") setKey(parent, key, [parent[key]]);
  if (one.kind === "delete") delete parent[key];
  // A list has no names
  if (one.kind === "rename" && !Array.isArray(parent)) {
    const value = parent[key];
    delete parent[key];
    setKey(parent, one.name, value);
  }
}

function findPlaces(parent: Record<string, unknown>, depth = 0): Place[] {
  return Object.keys(parent).flatMap((key) => {
    const child = parent[key];
    const isParent = typeof child === "object" && child !== null && depth < 8;
    const below = isParent ? findPlaces(child as Record<string, unknown>, depth + 1) : [];
    return [{ parent, key }, ...below];
  });
}

/** For what is changed to be nobody else's. */
function copy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** As JSON.parse does: `__proto__` is a key as any other. */
function setKey(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, {
    ...{ value, enumerable: true, configurable: true, writable: true },
  });
}

function withKey(key: string, value: unknown): object {
  const object = {};
  setKey(object, key, value);
  return object;
}

function nest(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
}
