import { createArns, type Scope } from "./arns.ts";
import { createTrust, type TrustDocument } from "./policy-document.ts";

/** The backend tier has a role only if the user grants it something, and only the runtime takes it. */
export function createBackendTrust(scope: Scope): TrustDocument {
  return createTrust({ AWS: createArns(scope).runtimeRole }, "sts:AssumeRole");
}
