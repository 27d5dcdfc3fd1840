/** Inputs that were checked, as what they were checked to be. */
import type { Tags } from "./entities.ts";
import type { Values } from "./wire.ts";

type Value = Values[string] | undefined;

export function text(value: Value): string {
  return typeof value === "string" ? value : "";
}

export function optionalText(value: Value): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function number(value: Value): number {
  return typeof value === "number" ? value : 0;
}

export function texts(value: Value): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function tagsOf(inputs: Values): Tags {
  return (inputs.tags ?? {}) as Tags;
}

/** Entries whose value is given. */
export function defined<T extends object>(entries: T) {
  const given = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
