import type { Request } from "../support/iam.ts";
import { createResources, SHOP } from "./apps.ts";

const own = createResources(SHOP);
const INVOICES = "arn:aws:s3:::invoices";

/** What a user might grant, in all of IAM's language. */
export const BACKEND_POLICY = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${INVOICES}/*` },
    { Effect: "Deny", Action: "s3:*", Resource: `${INVOICES}/locked/*` },
    {
      Effect: "Allow",
      Action: "ses:SendEmail",
      Resource: "*",
      Condition: { StringLike: { "ses:FromAddress": "*@example.com" } },
    },
  ],
};

export const BACKEND_ALLOWED: readonly Request[] = [
  { action: "s3:GetObject", resource: `${INVOICES}/2026/1.pdf` },
  { action: "s3:PutObject", resource: `${INVOICES}/2026/1.pdf` },
  {
    action: "ses:SendEmail",
    resource: "arn:aws:ses:eu-central-1:111122223333:identity/example.com",
    context: { "ses:FromAddress": "shop@example.com" },
  },
];

export const BACKEND_DENIED: readonly Request[] = [
  { action: "s3:DeleteObject", resource: `${INVOICES}/2026/1.pdf` },
  { action: "s3:GetObject", resource: `${INVOICES}/locked/1.pdf` },
  { action: "s3:GetObject", resource: "arn:aws:s3:::backups/shop.dump" },
  { action: "s3:ListBucket", resource: INVOICES },
  {
    action: "ses:SendEmail",
    resource: "arn:aws:ses:eu-central-1:111122223333:identity/example.com",
    context: { "ses:FromAddress": "shop@example.org" },
  },
  { action: "sqs:SendMessage", resource: own.queue },
  { action: "sqs:ReceiveMessage", resource: own.queue },
  { action: "logs:PutLogEvents", resource: own.logStream },
  { action: "lambda:InvokeFunction", resource: own.function },
  { action: "sts:AssumeRole", resource: own.runtimeRole },
  { action: "iam:PassRole", resource: own.runtimeRole },
];
