import { createHash } from "node:crypto";
import type { ResourceType } from "./resource-type.ts";
import { hasUnknown, isObject, type Values } from "./wire.ts";

/** The names of inputs that the program did not give; the real plugin keeps them with the inputs. */
const DEFAULTS = "__defaults";

/** Inputs as the program gave them: without nulls, policies as text. */
export function normalizeInputs(type: ResourceType, inputs: Values): Values {
  const given = Object.entries(inputs).filter(
    ([name, value]) => value !== null && name !== DEFAULTS,
  );
  return Object.fromEntries(
    given.map(([name, value]) => {
      const json = type.inputs[name]?.json && isObject(value) && !hasUnknown(value);
      return [name, json ? JSON.stringify(value) : value];
    }),
  );
}

/** Adds what the real plugin fills in, names among it. */
export function fillIn(
  type: ResourceType,
  urn: string,
  olds: Values,
  inputs: Values,
  seed: Uint8Array,
): Values {
  const filled: Record<string, Values[string]> = {};
  for (const [name, rule] of Object.entries(type.inputs)) {
    if (inputs[name] !== undefined) continue;
    const value = rule.autoname
      ? (isDefault(olds, name) && olds[name]) || createName(urn, rule.autoname, seed)
      : rule.default;
    if (value !== undefined) filled[name] = value;
  }
  return { ...inputs, ...filled, [DEFAULTS]: Object.keys(filled).sort() };
}

/** Whether an input was filled in rather than given. */
export function isDefault(inputs: Values, name: string): boolean {
  const { [DEFAULTS]: names } = inputs;
  return Array.isArray(names) && names.includes(name);
}

/** Inputs without the plugin's own notes. */
export function withoutNotes({ [DEFAULTS]: _, ...inputs }: Values): Values {
  return inputs;
}

/** `orders-3f2a91c`: the same in preview and update, as the engine's seed is. */
function createName(urn: string, length: number, seed: Uint8Array): string {
  const suffix = createHash("sha256").update(seed).digest("hex").slice(0, 7);
  const [name = ""] = urn.split("::").slice(-1);
  return `${name.slice(0, length - suffix.length - 1)}-${suffix}`;
}
