import { checkVariableName } from "../build/environment.ts";
import { describeValue } from "../manifest/shape.ts";

/**
 * @param variables As a test gives them.
 * @throws Error with everything that is wrong with them, by the rules of Lambda and of queuerun.
 */
export function checkEnvironment(variables: Readonly<Record<string, unknown>>): void {
  const problems = Object.entries(variables).flatMap(([name, value]) => [
    ...checkVariableName(name, "environment", "local"),
    ...(typeof value === "string"
      ? []
      : [`environment.${name} is ${describeValue(value)}, must be a text`]),
  ]);
  if (problems.length > 0) throw new Error(problems.join("\n"));
}
