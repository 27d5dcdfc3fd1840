/**
 * The conditions of a statement.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { findOperator, type Operator } from "./condition-operator.ts";
import { findValue, type RequestContext } from "./request-context.ts";
import { every, not, some, type Verdict } from "./verdict.ts";

/** `ForAnyValue:StringLikeIfExists` */
const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/i;

type Conditions = Readonly<Record<string, unknown>>;

/** All of them must hold. */
export function matchConditions(conditions: Conditions, context: RequestContext): Verdict {
  return every(
    Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys as Conditions).map(([key, values]) =>
        matchCondition(operator, key, [values].flat(), context),
      ),
    ),
  );
}

function matchCondition(
  name: string,
  key: string,
  expected: readonly unknown[],
  context: RequestContext,
): Verdict {
  if (!expected.every(isScalar)) return `The condition on "${key}" has a value that is no text`;
  const seen = findValue(context, key);
  if (seen === undefined && context.isUncertain?.(key) === true)
    return `The condition key "${key}" has no value in the local cloud`;
  const texts = expected.map(String);
  if (name.toLowerCase() === "null") return texts.includes(String(seen === undefined));
  const [, set, base = name, ifExists] = OPERATOR.exec(name) ?? [];
  const operator = findOperator(base);
  if (operator === undefined) return `The condition operator "${name}" is not known`;
  if (seen === undefined) return matchMissing(operator, set, ifExists !== undefined);
  const verdicts = [seen].flat().map((value) => matchValue(operator, value, texts, context));
  if (set === undefined)
    return typeof seen === "string"
      ? every(verdicts)
      : `The condition key "${key}" has several values: "${name}" takes one`;
  return set.toLowerCase() === "forallvalues" ? every(verdicts) : some(verdicts);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** What AWS takes for true of a key that the request does not have. */
function matchMissing(operator: Operator, set: string | undefined, ifExists: boolean): boolean {
  if (set !== undefined) return set.toLowerCase() === "forallvalues";
  return ifExists || operator.isNegative;
}

/** One of the expected values must match, or none if the operator is negative. */
function matchValue(
  { isNegative, match }: Operator,
  value: string,
  expected: readonly string[],
  context: RequestContext,
): Verdict {
  const verdict = some(expected.map((text) => match(text, value, context)));
  return isNegative ? not(verdict) : verdict;
}
