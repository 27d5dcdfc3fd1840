import type { Request } from "../support/iam.ts";
import { createResources, SHOP } from "./apps.ts";

const own = createResources(SHOP);

export const SCHEDULER_DENIED: readonly Request[] = [
  { action: "sqs:SendMessage", resource: own.queue },
  { action: "sqs:SendMessage", resource: own.fifoQueue },
  { action: "sqs:SendMessage", resource: own.deadLetterQueue },
  { action: "sqs:SendMessage", resource: own.internalDeadLetterQueue },
  { action: "sqs:ReceiveMessage", resource: own.internalQueue },
  { action: "sqs:DeleteMessage", resource: own.internalQueue },
  { action: "sqs:PurgeQueue", resource: own.internalQueue },
  { action: "lambda:InvokeFunction", resource: own.function },
  { action: "lambda:InvokeFunction", resource: own.alias },
  { action: "scheduler:UpdateSchedule", resource: own.schedule },
  { action: "sts:AssumeRole", resource: own.backendRole },
  { action: "iam:PassRole", resource: own.runtimeRole },
];
