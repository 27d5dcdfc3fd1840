import type { Value } from "./wire.ts";

type Check = (value: Value) => string | undefined;

/** An integer within these bounds. */
export function integer(minimum: number, maximum: number): Check {
  return (value) =>
    Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum
      ? undefined
      : `expected an integer in the range (${minimum} - ${maximum}), got ${JSON.stringify(value)}`;
}

export function oneOf(...allowed: readonly string[]): Check {
  return (value) =>
    allowed.includes(String(value))
      ? undefined
      : `expected one of ${JSON.stringify(allowed)}, got ${JSON.stringify(value)}`;
}

export function matching(pattern: RegExp): Check {
  return (value) =>
    pattern.test(String(value))
      ? undefined
      : `expected a text that matches ${pattern}, got ${JSON.stringify(value)}`;
}

export function atMost(length: number): Check {
  return (value) =>
    String(value).length <= length
      ? undefined
      : `expected at most ${length} characters, got ${String(value).length}`;
}

export const arn: Check = matching(/^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}|aws)?:.+$/);

/** A policy document: JSON without surrounding blanks. */
export const policyDocument: Check = (value) => {
  try {
    const { Statement: statements } = JSON.parse(String(value));
    return statements === undefined ? "contains no Statement" : undefined;
  } catch (error) {
    return `contains an invalid JSON policy: ${error instanceof Error ? error.message : error}`;
  }
};

/** At most 50 tags. */
export const tags: Check = (value) => {
  const entries = Object.entries(value ?? {});
  if (entries.length > 50) return `expected at most 50 tags, got ${entries.length}`;
  const reserved = entries.find(([key]) => key.toLowerCase().startsWith("aws:"));
  return reserved && `the tag key ${JSON.stringify(reserved[0])} is reserved`;
};
