import { AwsError } from "./aws-error.ts";
import type { QueueAttributes } from "./entities.ts";
import type { Store } from "./store.ts";

/** @throws AwsError when jobs that fail could not go where the queue says. */
export function checkRedrivePolicy(store: Store, arn: string, attributes: QueueAttributes): void {
  const { redrivePolicy, fifoQueue } = attributes;
  if (redrivePolicy === "") return;
  const { deadLetterTargetArn, maxReceiveCount } = parse(redrivePolicy);
  const refuse: (reason: string) => never = (reason) => {
    throw new AwsError(
      "InvalidParameterValue",
      `Value ${redrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}.`,
    );
  };
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    refuse("Invalid value for maxReceiveCount");
  const target = store.get("queue", String(deadLetterTargetArn));
  if (target === undefined) refuse("Dead letter target does not exist");
  if (target.attributes.fifoQueue !== fifoQueue)
    refuse("Dead-letter queue must be same type of queue as the source");
  if (target.arn === arn) refuse("Dead-letter queue must not be the queue itself");
  const { redrivePermission, sourceQueueArns } = parse(
    target.attributes.redriveAllowPolicy || "{}",
  );
  const allowed =
    redrivePermission === undefined ||
    redrivePermission === "allowAll" ||
    (Array.isArray(sourceQueueArns) && sourceQueueArns.includes(arn));
  if (!allowed) refuse("Dead-letter queue does not allow this queue as its source");
}

function parse(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json);
  } catch {
    throw new AwsError("InvalidAttributeValue", `Invalid JSON: ${json}`);
  }
}
