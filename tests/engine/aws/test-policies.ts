/** A trust policy for Lambda. */
export const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
});

/** A policy of exactly this many characters. */
export function createPolicyDocument(action: string, characters: number): string {
  const create = (resource: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
    });
  const base = "arn:aws:sqs:eu-central-1:123456789012:";
  return create(base + "x".repeat(characters - create(base).length));
}

/** What Lambda's poller needs of any queue. */
export const POLLER_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      Resource: "arn:aws:sqs:*:*:shop-*",
    },
  ],
});
