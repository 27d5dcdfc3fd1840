import { AccessKeys, type Caller, type Credentials, OPERATOR } from "../../dev/access-keys.ts";
import { Gate } from "../../dev/gate/gate.ts";
import { LocalPolicies } from "../../dev/gate/local-policies.ts";
import type { BackendPolicy } from "../../permissions/backend-policy.ts";
import { createPackage, type PackageOptions } from "./dev-package.ts";

export interface TestAccess {
  readonly gate: Gate;
  readonly policies: LocalPolicies;
  /** What the author of a backend reads. */
  readonly lines: string[];
  /** Default: of the operator, who may do everything. */
  issue(caller?: Caller): Credentials;
}

/** The gate of a local cloud that serves a backend with these parts. */
export function createTestAccess(
  parts: PackageOptions = {},
  backendPolicy?: BackendPolicy,
): TestAccess {
  const [keys, lines] = [new AccessKeys(), [] as string[]];
  const policies = new LocalPolicies(backendPolicy);
  policies.add(createPackage("", parts).manifest);
  const gate = new Gate({ keys, policies, output: (line) => lines.push(line) });
  return { gate, policies, lines, issue: (caller = OPERATOR) => keys.issue(caller) };
}

/** For the top of a function's code: `sign("sqs")` is what headers need to be let in. */
export const SIGN = `
const sign = (service) => ({
  authorization: "AWS4-HMAC-SHA256 Credential=" + process.env.AWS_ACCESS_KEY_ID + "/20260101/us-east-1/" +
    service + "/aws4_request, SignedHeaders=host, Signature=0",
  "x-amz-security-token": process.env.AWS_SESSION_TOKEN,
});
`;
