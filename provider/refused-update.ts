import * as pulumi from "@pulumi/pulumi";

type Values = Readonly<Record<string, unknown>>;

/** What Pulumi knows of a resource that it is about to update. */
export interface PendingUpdate {
  /** What the program asked for when an update last succeeded. */
  readonly oldInputs: Values;
  /** What the state says there is. */
  readonly oldOutputs: Values;
  readonly newInputs: Values;
}

/** Inputs for which AWS has no value of its own: where the state has one, it was asked for. */
const NEVER_CHOSEN: readonly string[] = [
  "environment",
  "permissionsBoundary",
  "scalingConfig",
  "tags",
  "vpcConfig",
];

/** What a call of its own sets once a log group, a table, a function has been made. */
const SET_LATER: readonly string[] = ["retentionInDays", "ttl", "reservedConcurrentExecutions"];

/**
 * The inputs that an earlier update was to set, and AWS refused.
 *
 * The state then has what was asked for, as if AWS had it, so the next update has nothing to set and
 * succeeds: https://github.com/pulumi/pulumi/issues/21458. What gives it away are the old inputs, which
 * are those of the last success, or of a refresh. Secrets are not looked at.
 */
export function findRefused(update: PendingUpdate): string[] {
  const { oldInputs, oldOutputs, newInputs } = update;
  return listNames(oldInputs, newInputs)
    .filter((name) => {
      const values = [oldInputs[name], oldOutputs[name], newInputs[name]] as const;
      if (values.some((value) => pulumi.Output.isInstance(value))) return false;
      if (isJson(newInputs[name]) && lacksTags(update)) return false;
      return isRefused(...values, NEVER_CHOSEN.includes(name)) || isUnfinished(update, name);
    })
    .sort();
}

/** Of a resource whose making has failed half-way the state has no ARN, and all that was asked for. */
function isUnfinished({ oldOutputs, newInputs }: PendingUpdate, name: string): boolean {
  return SET_LATER.includes(name) && !oldOutputs.arn && includes(oldOutputs[name], newInputs[name]);
}

/**
 * Whether the state has other tags than are asked for: then it was read from AWS, as what a refused
 * update leaves has them all. A refresh leaves the old inputs as they are where they are JSON, so these
 * would look as refused after each refresh, for ever.
 */
function lacksTags({ oldOutputs, newInputs }: PendingUpdate): boolean {
  const [state = {}, wanted = {}] = [oldOutputs.tags, newInputs.tags];
  return !isSame(state, wanted);
}

/** @param neverChosen Else the state may have what is new to the program because AWS chose it. */
function isRefused(
  before: unknown,
  state: unknown,
  wanted: unknown,
  neverChosen: boolean,
): boolean {
  const [old, current, next] = [before, state, wanted].map(parseJson);
  if (old === undefined) return neverChosen && next !== undefined && includes(current, next);
  if (next === undefined) return !includes(current, old);
  if (isMap(old) && isMap(next) && isMap(current))
    return listNames(old, next).some((name) =>
      isRefused(old[name], current[name], next[name], neverChosen),
    );
  return !isSame(old, next) && includes(current, next);
}

function isSame(one: unknown, other: unknown): boolean {
  return includes(one, other) && includes(other, one);
}

/** What the state has more is what AWS has chosen. */
function includes(state: unknown, asked: unknown): boolean {
  const [current, values] = [state, asked].map(parseJson);
  if (isMap(values))
    return (
      isMap(current) && listNames(values).every((name) => includes(current[name], values[name]))
    );
  if (!Array.isArray(values)) return current === values;
  return (
    Array.isArray(current) &&
    current.length === values.length &&
    values.every((value, index) => includes(current[index], value))
  );
}

/** Pulumi's own notes are in the inputs too. */
function listNames(...maps: readonly Values[]): string[] {
  return [...new Set(maps.flatMap(Object.keys))].filter((name) => !name.startsWith("__"));
}

function isJson(value: unknown): value is string {
  return typeof value === "string" && /^[[{]/.test(value);
}

/** Policies are texts that the provider may have written anew. */
function parseJson(value: unknown): unknown {
  if (!isJson(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
