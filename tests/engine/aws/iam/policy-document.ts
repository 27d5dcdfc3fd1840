import { AwsError } from "../aws-error.ts";

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

interface Limits {
  /** What the limit is called in AWS's message. */
  readonly title: string;
  /** Characters, blanks not counted. */
  readonly maximum: number;
}

/** Characters as IAM counts them. */
export function policySize(policy: string): number {
  return policy.replaceAll(/\s/g, "").length;
}

/** @throws AwsError for a document that IAM does not take. */
export function parsePolicy(policy: string, { title, maximum }: Limits): readonly Statement[] {
  if (policySize(policy) > maximum)
    throw new AwsError("LimitExceeded", `Cannot exceed quota for ${title}: ${maximum}`);
  const { Version: version, Statement: content } = JSON.parse(policy);
  const statements: readonly Statement[] = [content].flat();
  const malformed = (reason: string) => {
    throw new AwsError("MalformedPolicyDocument", reason);
  };
  if (version !== "2012-10-17") malformed("The policy must have Version 2012-10-17");
  const sids = statements.flatMap(({ Sid: sid }) => sid ?? []);
  if (new Set(sids).size < sids.length)
    malformed("Statement IDs (SID) in a single policy must be unique.");
  for (const statement of statements) checkStatement(statement, malformed);
  return statements;
}

function checkStatement(statement: Statement, malformed: (reason: string) => void): void {
  const { Sid: sid, Effect: effect } = statement;
  if (sid !== undefined && !/^[0-9A-Za-z]*$/.test(sid))
    malformed(`Statement IDs (SID) must be alpha-numeric. ${sid}`);
  if (effect !== "Allow" && effect !== "Deny") malformed("Effect must be Allow or Deny");
  const actions = list(statement.Action);
  if (actions.length === 0) malformed("Policy statement must contain actions.");
  for (const action of actions)
    if (!/^(\*|[a-z0-9-]+:[\w*?]+)$/.test(action))
      malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  const resources = list(statement.Resource);
  if (resources.length === 0 && statement.Principal === undefined)
    malformed("Policy statement must contain resources.");
  for (const resource of resources)
    if (resource !== "*" && !/^arn:[\w*-]+:[\w*-]+:[^:]*:[^:]*:.+$/.test(resource))
      malformed(`Resource ${resource} must be in ARN format or "*".`);
}

/** Whether a service may assume a role by its trust policy. */
export function trustsService(trust: readonly Statement[], service: string): boolean {
  return trust.some(({ Effect: effect, Principal: principal, Action: action }) => {
    if (effect !== "Allow" || principal === undefined || principal === "*") return false;
    return list(principal.Service).includes(service) && list(action).includes("sts:AssumeRole");
  });
}

/**
 * Whether the statements allow an action of a caller that sends no condition keys of its own, as
 * Lambda's poller does: of conditions only those hold that ask for a key not to be there.
 */
export function allows(
  statements: readonly Statement[],
  action: string,
  resource: string,
): boolean {
  const matching = statements.filter(
    (statement) =>
      holdsWithoutKeys(statement.Condition ?? {}) &&
      list(statement.Action).some((pattern) => matches(pattern, action)) &&
      list(statement.Resource).some((pattern) => matches(pattern, resource)),
  );
  const effects = matching.map(({ Effect: effect }) => effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

function holdsWithoutKeys(conditions: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(conditions).every(
    ([operator, keys]) =>
      operator === "Null" && Object.values(keys as object).every((absent) => absent === "true"),
  );
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return [value ?? []].flat();
}

function matches(pattern: string, value: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === "*") return ".*";
    return part === "?" ? "." : part.replaceAll(/[^\w]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "i").test(value);
}
