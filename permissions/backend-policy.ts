import { findNearest } from "../manifest/find-nearest.ts";
import { formatQuantity } from "../manifest/limits.ts";
import { describeValue, oneOf, type Shape } from "../manifest/shape.ts";

/** What the user lets the backend's own code do: a policy in all of IAM's language. */
export interface BackendPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly BackendStatement[];
}

export interface BackendStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

export type ParsedBackendPolicy =
  | { readonly policy: BackendPolicy }
  | { readonly problems: readonly string[] };

/**
 * Characters of all inline policies of a role, spaces left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const INLINE_POLICY_LENGTH = 10_240;

const POLICY_KEYS = ["Version", "Id", "Statement"];
const STATEMENT_KEYS = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/** Checks a policy before anything is made of it; text is read as JSON. Reports all problems together. */
export function parseBackendPolicy(value: unknown): ParsedBackendPolicy {
  const [document, unreadable] = readJson(value);
  if (unreadable !== undefined) return { problems: [unreadable] };
  const problems = checkPolicy(document);
  if (problems.length > 0) return { problems };
  const { Statement } = document as { Statement: BackendStatement | BackendStatement[] };
  const policy = { Version: "2012-10-17", Statement: [Statement].flat() } as const;
  const length = JSON.stringify(policy).replaceAll(/\s/g, "").length;
  if (length <= INLINE_POLICY_LENGTH) return { policy };
  const [seen, most] = [length, INLINE_POLICY_LENGTH].map((count) =>
    formatQuantity(count, { unit: "characters" }),
  );
  return {
    problems: [`It has ${seen}, must have at most ${most}: use wildcards, or name fewer resources`],
  };
}

/** Why a policy that was given as `path` is refused. */
export function describeRefusal(path: string, problems: readonly string[]): string[] {
  return problems.map((found) => `${path} is refused: ${found}`);
}

function readJson(value: unknown): [unknown] | [undefined, string] {
  if (typeof value !== "string") return [value];
  try {
    return [JSON.parse(value)];
  } catch (error) {
    return [undefined, `It is no JSON: ${(error as Error).message}`];
  }
}

function checkPolicy(document: unknown): string[] {
  if (!isObject(document)) return [`It is ${describeValue(document)}, must be an object`];
  const { Version, Statement } = document;
  const statements = Statement === undefined ? [] : [Statement].flat();
  return [
    ...checkKeys(document, "", POLICY_KEYS),
    // The older version takes policy variables, such as ${aws:PrincipalAccount}, for plain text.
    ...oneOf("2012-10-17")(Version, "Version"),
    ...(statements.length === 0
      ? [
          `Statement is ${Statement ? "empty" : "missing"}: grant something, or leave out the whole policy`,
        ]
      : []),
    ...statements.flatMap((statement, index) => checkStatement(statement, `Statement[${index}]`)),
  ];
}

function checkStatement(statement: unknown, path: string): string[] {
  if (!isObject(statement)) return [`${path} is ${describeValue(statement)}, must be an object`];
  const { Effect, Condition = {} } = statement;
  return [
    ...checkKeys(statement, `${path}.`, STATEMENT_KEYS),
    ...oneOf("Allow", "Deny")(Effect, `${path}.Effect`),
    ...checkEither(statement, path, "Action", action),
    ...checkEither(statement, path, "Resource", resource),
    ...checkCondition(Condition, `${path}.Condition`),
  ];
}

const action = matching(/^(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, 'an action such as "s3:GetObject"');
const resource = matching(/^(?:\*|arn:.+)$/, 'an ARN or "*"');

function matching(form: RegExp, expected: string): Shape {
  return (value, path) =>
    typeof value === "string" && form.test(value)
      ? []
      : [`${path} is ${describeValue(value)}, must be ${expected}`];
}

/** A statement has an element or its negative twin, with one value or several. */
function checkEither(
  statement: Readonly<Record<string, unknown>>,
  path: string,
  name: string,
  shape: Shape,
): readonly string[] {
  const keys = [name, `Not${name}`].filter((key) => statement[key] !== undefined);
  const [key] = keys;
  if (key === undefined || keys.length > 1)
    return [`${path} must have ${name} or Not${name}, one of the two`];
  const values = statement[key];
  if (!Array.isArray(values)) return shape(values, `${path}.${key}`);
  if (values.length === 0) return [`${path}.${key} is empty`];
  return values.flatMap((value, index) => shape(value, `${path}.${key}[${index}]`));
}

/** By operator, then by key. */
function checkCondition(condition: unknown, path: string): string[] {
  if (!isObject(condition)) return [`${path} is ${describeValue(condition)}, must be an object`];
  return Object.entries(condition)
    .filter(([, keys]) => !isObject(keys))
    .map(([operator, keys]) => `${path}.${operator} is ${describeValue(keys)}, must be an object`);
}

function checkKeys(object: object, path: string, known: readonly string[]): string[] {
  return Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => {
      if (key === "Principal")
        return `${path}${key} is for the policies of resources: a role's policy has none`;
      const nearest = findNearest(key, known);
      return `${path}${key} is not known. ${nearest === undefined ? `Keys: ${known.join(", ")}` : `Did you mean "${nearest}"?`}`;
    });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
