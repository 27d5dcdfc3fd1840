import { isAppName } from "../manifest/app-name.ts";
import { describeValue, list, type Shape, text } from "../manifest/shape.ts";
import { describeRefusal, parseBackendPolicy } from "../permissions/backend-policy.ts";
import { input } from "./input-shape.ts";

export const arn: Shape = (value, path) => {
  if (typeof value !== "string" || value === "") return text(value, path);
  return value.startsWith("arn:") ? [] : [`${path} is ${describeValue(value)}, must be an ARN`];
};

export const appName: Shape = (value, path) =>
  typeof value === "string" && isAppName(value)
    ? []
    : [
        `${path} is ${describeValue(value)}, must be as queuerun makes them, such as "shop-production-1b2c3d4e"`,
      ];

/** A policy in JSON. */
export const backendPolicy: Shape = (value, path) => {
  const [problem] = text(value, path);
  if (problem !== undefined) return [problem];
  const parsed = parseBackendPolicy(value);
  return "problems" in parsed ? describeRefusal(path, parsed.problems) : [];
};

export const tags: Shape = (value, path) => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [`${path} is ${describeValue(value)}, must be an object`];
  return Object.entries(value).flatMap(([name, tag]) => input(text)(tag, `${path}.${name}`));
};

/** A list with something in it. */
export function filled(what: string): Shape {
  return (value, path) =>
    Array.isArray(value) && value.length === 0
      ? [`${path} is empty, must have ${what}`]
      : list(input(text))(value, path);
}

/** A limit of the HTTP API: not 0, as switching off a part of a backend is no pause. */
export function limit({ whole }: { readonly whole: boolean }): Shape {
  return (value, path) => {
    if (typeof value === "number" && value >= 1 && (!whole || Number.isInteger(value))) return [];
    const expected = `${whole ? "a whole" : "a"} number, 1 or more`;
    const pause =
      value === 0 ? '. To pause the backend: "pulumi config set queuerun:reserved 0"' : "";
    return [`${path} is ${describeValue(value)}, must be ${expected}${pause}`];
  };
}
