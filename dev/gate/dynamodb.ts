/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
import { ACCOUNT_ID, REGION } from "../aws-names.ts";
import type { Access } from "./access.ts";
import { type Refusal, toJsonError } from "./refusal.ts";

interface Input {
  readonly TableName?: unknown;
  readonly IndexName?: unknown;
  readonly ResourceArn?: unknown;
  /** By table. */
  readonly RequestItems?: unknown;
}

/** @param operation `PutItem` */
export function findDynamodbAccess(operation: string, input: object): Access[] {
  const action = `dynamodb:${operation}`;
  return findResources(input).map((resource) => ({ action, resource }));
}

function findResources({ TableName, IndexName, ResourceArn, RequestItems }: Input): string[] {
  if (typeof ResourceArn === "string") return [ResourceArn];
  if (typeof RequestItems === "object" && RequestItems !== null)
    return Object.keys(RequestItems).map(tableArn);
  if (typeof TableName !== "string") return ["*"];
  const table = tableArn(TableName);
  return [typeof IndexName === "string" ? `${table}/index/${IndexName}` : table];
}

/** Requests may have the ARN where they have the name. */
function tableArn(name: string): string {
  return name.startsWith("arn:") ? name : `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${name}`;
}

export function toDynamodbError(refusal: Refusal) {
  return {
    status: 400,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: toJsonError(refusal),
  };
}
