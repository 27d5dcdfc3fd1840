/**
 * A stand-in for AWS's security token service: the two actions that a backend has a use for, in the query
 * protocol, and AWS's errors for all else.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import type { IncomingHttpHeaders } from "node:http";
import { createArns } from "../../permissions/arns.ts";
import { createBackendTrust } from "../../permissions/backend.ts";
import { evaluateTrust } from "../../permissions/evaluate.ts";
import { type Caller, describeCaller } from "../access-keys.ts";
import { SCOPE } from "../aws-names.ts";
import type { Gate } from "../gate/gate.ts";
import { createRequestContext } from "../gate/request-context.ts";
import { type Answer, createError, createResult } from "./xml-answer.ts";

const VERSION = "2011-06-15";
const ASSUME_ROLE = "sts:AssumeRole";
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const SECONDS = { least: 900, default: 3600, most: 3600 };

/** @param now Milliseconds since 1970. */
export function answerSts(
  form: URLSearchParams,
  headers: IncomingHttpHeaders,
  gate: Gate,
  now = Date.now(),
): Answer {
  const action = form.get("Action") ?? "";
  const version = form.get("Version") ?? "";
  if (version === VERSION && action === "GetCallerIdentity") return identify(headers, gate);
  if (version === VERSION && action === "AssumeRole") return assumeRole(form, headers, gate, now);
  const message = `Could not find operation ${action} for version ${version}`;
  return createError(400, "InvalidAction", message);
}

/** AWS tells everybody who they are, whatever they are denied. */
function identify(headers: IncomingHttpHeaders, gate: Gate): Answer {
  const caller = gate.authorize(headers, []);
  if ("code" in caller) return createError(403, caller.code, caller.message);
  const { arn, userId, account } = describeCaller(caller);
  return createResult("GetCallerIdentity", { Arn: arn, UserId: userId, Account: account });
}

function assumeRole(
  form: URLSearchParams,
  headers: IncomingHttpHeaders,
  gate: Gate,
  now: number,
): Answer {
  const invalid = checkForm(form);
  if (invalid !== undefined) return createError(400, "ValidationError", invalid);
  const roleArn = form.get("RoleArn") ?? "";
  const sessionName = form.get("RoleSessionName") ?? "";
  const caller = gate.authorize(headers, [{ action: ASSUME_ROLE, resource: roleArn }]);
  if ("code" in caller) return createError(403, caller.code, caller.message);
  if (!isTrusted(caller, roleArn)) {
    const { arn } = describeCaller(caller);
    const message = `User: ${arn} is not authorized to perform: ${ASSUME_ROLE} on resource: ${roleArn}`;
    return createError(403, "AccessDenied", message);
  }
  const expiresAt = now + Number(form.get("DurationSeconds") ?? SECONDS.default) * 1000;
  const session: Caller = { tier: "backend", sessionName };
  const keys = gate.keys.issue(session, expiresAt);
  const { arn, userId } = describeCaller(session);
  return createResult("AssumeRole", {
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    Credentials: {
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      SessionToken: keys.sessionToken,
      Expiration: new Date(expiresAt).toISOString(),
    },
  });
}

/** Says what of the parameters AWS would refuse. Those of a role that another role assumes. */
function checkForm(form: URLSearchParams): string | undefined {
  const problems = ["RoleArn", "RoleSessionName"]
    .filter((name) => !form.get(name))
    .map((name) => `Value null at '${name}' failed to satisfy constraint: Member must not be null`);
  const sessionName = form.get("RoleSessionName");
  if (sessionName && !SESSION_NAME.test(sessionName))
    problems.push(
      `Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, with 2 to 64 characters`,
    );
  const seconds = Number(form.get("DurationSeconds") ?? SECONDS.default);
  if (!(seconds >= SECONDS.least))
    problems.push(
      `Value '${form.get("DurationSeconds")}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    );
  if (problems.length > 0)
    return `${problems.length} validation error${problems.length > 1 ? "s" : ""} detected: ${problems.join("; ")}`;
  if (seconds > SECONDS.most)
    return "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining";
  return undefined;
}

/** There is one role, and it says who may assume it. */
function isTrusted(caller: Caller, roleArn: string): boolean {
  if (roleArn !== createArns(SCOPE).backendRole) return false;
  const decision = evaluateTrust(createBackendTrust(SCOPE), {
    principal: { AWS: describeCaller(caller).roleArn },
    action: ASSUME_ROLE,
    context: createRequestContext(caller),
  });
  return decision.outcome === "allowed";
}
