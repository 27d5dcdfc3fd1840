import { checkVariableName } from "../build/environment.ts";
import { describeValue, type Shape } from "../manifest/shape.ts";
import { input } from "./input-shape.ts";

/** Environment variables: names that Lambda and queuerun take, each with a text. */
export const environment: Shape = (value, path) => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [`${path} is ${describeValue(value)}, must be an object`];
  return Object.entries(value).flatMap(([name, variable]) => [
    ...checkVariableName(name, path, "deployed"),
    ...input(text)(variable, `${path}.${name}`),
  ]);
};

// An empty text is a value like any other here
const text: Shape = (value, path) =>
  typeof value === "string" ? [] : [`${path} is ${describeValue(value)}, must be a text`];
