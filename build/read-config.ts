import type { Expression, ObjectExpression, ObjectProperty } from "oxc-parser";
import type { Report } from "../manifest/problem.ts";
import type { ConfigEntry, Place } from "../manifest/source-module.ts";
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
  const object = findObject(expression, source.scope);
  if (object !== null) return readObject(object, source, report);
  report({
    file: source.file,
    ...source.place(expression.start, expression.end),
    message: '"config" must be an object literal, as the build reads it without running the code',
    fix: "Write `export const config = { ... }`",
  });
  return [];
}

function readObject(
  { properties }: ObjectExpression,
  source: ConfigSource,
  report: Report,
): ConfigEntry[] {
  return properties.flatMap((property) =>
    property.type === "SpreadElement"
      ? readSpread(property.argument, source, report)
      : readProperty(property, source, report),
  );
}

function readSpread(argument: Expression, source: ConfigSource, report: Report): ConfigEntry[] {
  const object = findObject(argument, source.scope);
  if (object !== null) return readObject(object, source, report);
  report({
    file: source.file,
    ...source.place(argument.start, argument.end),
    message: "Cannot see what is spread into the config without running the code",
    fix: "Spread an object that is a `const` of this file, or write its keys here",
  });
  return [];
}

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
  const place = source.place(property.value.start, property.value.end);
  const evaluated =
    property.kind === "init"
      ? evaluate(property.value, source.scope)
      : ({ known: false, reason: "it is a function" } as const);
  const value = evaluated.known
    ? ({ kind: "static", value: evaluated.value, place } as const)
    : ({ kind: "expression", reason: evaluated.reason, place } as const);
  return [{ key, keyPlace, value }];
}
