import { type PropertyType, readComputed, readObject } from "./declarations.ts";
import type { InputRule } from "./resource-type.ts";
import { isArchive, isObject, UNKNOWN, type Value } from "./wire.ts";

/** One place where an input differs from the state. */
export interface Difference {
  /** `environment.variables.MODE`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
}

/** Compares one input with the state, as the real plugin does. */
export function diffInput(
  path: string,
  type: PropertyType,
  rule: InputRule,
  old: Value | undefined,
  value: Value | undefined,
): readonly Difference[] {
  if (rule.json && isSameJson(old, value)) return [];
  if (rule.set && isSameSet(old, value)) return [];
  if (isArchive(old) && isArchive(value)) return old.hash === value.hash ? [] : update(path);
  return diff(path, type, old, value);
}

function diff(
  path: string,
  type: PropertyType,
  old: Value | undefined,
  value: Value | undefined,
): readonly Difference[] {
  if (old === value || (isEmpty(old) && isEmpty(value))) return [];
  if (value === UNKNOWN) return update(path);
  if (old === undefined || old === null) return [{ path, kind: "add" }];
  if (value === undefined || value === null) return [{ path, kind: "delete" }];
  if (Array.isArray(old) && Array.isArray(value)) {
    const items = type.kind === "array" ? type.items : ANY;
    return range(Math.max(old.length, value.length)).flatMap((index) =>
      diff(`${path}[${index}]`, items, old[index], value[index]),
    );
  }
  if (isObject(old) && isObject(value)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(value)])];
    return keys
      .filter((key) => value[key] !== undefined || !isComputed(type, key))
      .flatMap((key) => diff(joinPath(path, key), memberType(type, key), old[key], value[key]));
  }
  return update(path);
}

const ANY: PropertyType = { kind: "any" };

function update(path: string): readonly Difference[] {
  return [{ path, kind: "update" }];
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** As the engine writes property paths. */
function joinPath(path: string, key: string): string {
  return /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function memberType(type: PropertyType, key: string): PropertyType {
  if (type.kind === "map") return type.items;
  return (type.kind === "object" && readObject(type.name)[key]?.type) || ANY;
}

/** What AWS chose is no difference when the program says nothing about it. */
function isComputed(type: PropertyType, key: string): boolean {
  return type.kind === "object" && readComputed(type.name, key);
}

/** The real plugin cannot tell these from a value that is left out. */
function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0)
    return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function isSameJson(old: Value | undefined, value: Value | undefined): boolean {
  if (typeof old !== "string" || typeof value !== "string") return false;
  return canonical(parse(old)) === canonical(parse(value));
}

function isSameSet(old: Value | undefined, value: Value | undefined): boolean {
  if (!Array.isArray(old) || !Array.isArray(value)) return false;
  return canonical([...old].sort()) === canonical([...value].sort());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
