import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import { text } from "../values.ts";
import type { Values } from "../wire.ts";

/** The data source of a managed policy, by ARN. */
export async function getPolicy(args: Values, client: Client): Promise<Values> {
  const arn = text(args.arn);
  const found = await client.call({ action: "iam:GetPolicy", resource: arn }, (store) =>
    store.get("policy", arn),
  );
  if (found === undefined)
    throw new AwsError("NotFound", `reading IAM policy (${arn}): couldn't find resource`);
  await client.call({ action: "iam:GetPolicyVersion", resource: arn }, () => {});
  const { name, path, policyId, description, policy, tags } = found;
  return { arn, attachmentCount: 0, description, id: arn, name, path, policy, policyId, tags };
}
