import {
  type Declaration,
  type Properties,
  type PropertyType,
  readObject,
} from "./declarations.ts";
import type { Problem, ResourceType } from "./resource-type.ts";
import { hasUnknown, isArchive, isObject, UNKNOWN, type Value, type Values } from "./wire.ts";

/** Everything wrong with the inputs of a resource: names, types, and the rules of the real plugin. */
export function checkInputs(
  type: ResourceType,
  declaration: Declaration,
  inputs: Values,
): readonly Problem[] {
  const problems = checkObject(declaration.inputs, inputs, "");
  if (problems.length > 0) return problems;
  const known = Object.entries(inputs).filter(([, value]) => !hasUnknown(value));
  const single = known.flatMap(([input, value]) => {
    const rule = type.inputs[input];
    if (rule === undefined)
      return { input, reason: `the stand-in for AWS does not model "${input}" of ${type.token}` };
    const reason = rule.check?.(value);
    return reason === undefined ? [] : { input, reason };
  });
  return [
    ...single,
    ...(type.validate?.(Object.fromEntries(known), (name) => !isAbsent(inputs[name])) ?? []),
  ];
}

function checkObject(properties: Properties, values: Values, path: string): Problem[] {
  const missing = Object.entries(properties)
    .filter(([name, { optional }]) => !optional && isAbsent(values[name]))
    .map(([name]) => ({ input: `${path}${name}`, reason: `Missing required property '${name}'` }));
  const wrong = Object.entries(values).flatMap(([name, value]) => {
    const property = properties[name];
    const input = `${path}${name}`;
    if (property === undefined) return [{ input, reason: `unknown property '${name}'` }];
    return isAbsent(value) ? [] : checkType(property.type, value, input);
  });
  return [...missing, ...wrong];
}

function checkType(type: PropertyType, value: Value, input: string): Problem[] {
  if (value === UNKNOWN || type.kind === "any") return [];
  const wrong = [{ input, reason: `expected ${type.kind}, got ${describe(value)}` }];
  switch (type.kind) {
    case "archive":
      return isArchive(value) ? [] : wrong;
    case "array":
      if (!Array.isArray(value)) return wrong;
      return value.flatMap((item, index) => checkType(type.items, item, `${input}[${index}]`));
    case "map":
      if (!isObject(value)) return wrong;
      return Object.entries(value).flatMap(([key, item]) =>
        checkType(type.items, item, `${input}.${key}`),
      );
    case "object":
      return isObject(value) ? checkObject(readObject(type.name), value, `${input}.`) : wrong;
    case "union": {
      const results = type.types.map((each) => checkType(each, value, input));
      return results.find((each) => each.length === 0) ?? results[0] ?? [];
    }
    default:
      return typeof value === type.kind ? [] : wrong;
  }
}

function describe(value: Value): string {
  return Array.isArray(value) ? "array" : typeof value;
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || value === null;
}
