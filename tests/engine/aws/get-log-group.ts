import { AwsError } from "./aws-error.ts";
import type { Client } from "./client.ts";
import { text } from "./values.ts";
import type { Values } from "./wire.ts";

/** The data source of a log group, by name. */
export async function getLogGroup(args: Values, client: Client): Promise<Values> {
  const name = text(args.name);
  const group = client.arn("logs", `log-group:${name}`);
  const resource = client.arn("logs", "log-group::log-stream:");
  const found = await client.call({ action: "logs:DescribeLogGroups", resource }, (store) =>
    store.get("logGroup", group),
  );
  if (found === undefined)
    throw new AwsError("NotFound", `reading CloudWatch Logs Log Group (${name}): empty result`);
  await client.call({ action: "logs:ListTagsForResource", resource: group }, () => {});
  const { arn, logGroupClass, retentionInDays, kmsKeyId = "", tags } = found;
  return { arn, creationTime: 0, id: name, kmsKeyId, logGroupClass, name, retentionInDays, tags };
}
