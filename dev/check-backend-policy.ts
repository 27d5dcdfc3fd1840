import {
  type BackendPolicy,
  describeRefusal,
  parseBackendPolicy,
} from "../permissions/backend-policy.ts";

/**
 * @param value An IAM policy, or its JSON.
 * @throws Error with everything that is wrong with it, as the Backend component has it.
 */
export function checkBackendPolicy(value: string | object): BackendPolicy {
  const parsed = parseBackendPolicy(value);
  if ("policy" in parsed) return parsed.policy;
  throw new Error(describeRefusal("backendPolicy", parsed.problems).join("\n"));
}
