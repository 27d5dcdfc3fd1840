import type { Expression, ObjectProperty } from "oxc-parser";
import type { Report } from "../manifest/problem.ts";
import type { ConfigEntry, ConfigValue, Place } from "../manifest/source-module.ts";
import { evaluate, findObject, propertyKey, type Scope } from "./static-value.ts";

/** What reading a config needs of the file it stands in. */
export interface ConfigSource {
  readonly file: string;
  readonly scope: Scope;
  place(start: number, end?: number): Place;
}

/** Reads the keys and values of a `config`, without running code. */
export function readConfig(
  expression: Expression,
  source: ConfigSource,
  report: Report,
): readonly ConfigEntry[] {
  return readObject(expression, source, report, {
    message: '"config" must be an object literal, as the build reads it without running the code',
    fix: "Write `export const config = { ... }`",
  });
}

/** @param otherwise What to report if it is no object that can be seen. */
function readObject(
  expression: Expression,
  source: ConfigSource,
  report: Report,
  otherwise: { readonly message: string; readonly fix: string },
): ConfigEntry[] {
  const object = findObject(expression, source.scope);
  if (object === null) {
    const place = source.place(expression.start, expression.end);
    report({ file: source.file, ...place, ...otherwise });
    return [];
  }
  return object.properties.flatMap((property) =>
    property.type === "SpreadElement"
      ? readObject(property.argument, source, report, HIDDEN_SPREAD)
      : readProperty(property, source, report),
  );
}

const HIDDEN_SPREAD = {
  message: "Cannot see what is spread into the config without running the code",
  fix: "Spread an object that is a `const` of this file, or write its keys here",
};

function readProperty(
  property: ObjectProperty,
  source: ConfigSource,
  report: Report,
): ConfigEntry[] {
  const key = propertyKey(property);
  const keyPlace = source.place(property.key.start, property.key.end);
  if (key === null) {
    report({
      file: source.file,
      ...keyPlace,
      message: "Cannot see which key of the config this is without running the code",
      fix: "Write the key itself",
    });
    return [];
  }
  if (property.kind === "init")
    return [{ key, keyPlace, value: readValue(property.value, keyPlace, source) }];
  const place = source.place(property.value.start, property.value.end);
  return [{ key, keyPlace, value: { kind: "expression", reason: "it is a function", place } }];
}

/** @param expression Undefined if it stands in another file, or is no constant: then it is at `elsewhere`. */
export function readValue(
  expression: Expression | undefined,
  elsewhere: Place,
  source: ConfigSource,
): ConfigValue {
  if (expression === undefined)
    return { kind: "expression", reason: "it is no constant of this file", place: elsewhere };
  const place = source.place(expression.start, expression.end);
  const evaluated = evaluate(expression, source.scope);
  return evaluated.known
    ? { kind: "static", value: evaluated.value, place }
    : { kind: "expression", reason: evaluated.reason, place };
}
