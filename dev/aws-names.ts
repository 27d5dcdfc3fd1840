import * as physicalNames from "../manifest/physical-names.ts";
import type { Scope } from "../permissions/arns.ts";

/** What AWS would name things, where the local cloud has no answer of its own. */
export const REGION = "us-east-1";
/** The account of the local SQS service. */
export const ACCOUNT_ID = "000000000000";
/** Every physical name begins with it: `APP-q-email`, as in AWS, where APP is project and stack. */
export const APP = "local";
/** Where policies take the local cloud's resources to be. */
export const SCOPE: Scope = { partition: "aws", region: REGION, account: ACCOUNT_ID, app: APP };
/** The ID of the HTTP API and of the WebSocket API. */
export const API_ID = "local";
export const FUNCTION_NAME = physicalNames.createPhysicalNames(APP).function;
export const FUNCTION_VERSION = "1";
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${FUNCTION_NAME}:live`;

/** `email` -> `local-q-email` */
export function queueName(name: string): string {
  return physicalNames.queueName(APP, name);
}

/** `email` -> `local-d-email` */
export function deadLetterQueueName(name: string): string {
  return physicalNames.deadLetterQueueName(APP, name);
}

/** `runtime` -> `local-runtime` */
export function roleName(tier: string): string {
  return `${APP}-${tier}`;
}

export function queueArn(physicalName: string, account = ACCOUNT_ID, region = REGION): string {
  return `arn:aws:sqs:${region}:${account}:${physicalName}`;
}
