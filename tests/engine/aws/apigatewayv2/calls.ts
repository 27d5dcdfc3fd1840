import { randomBytes } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { HttpApi } from "../entities.ts";
import type { Store } from "../store.ts";
import type { TagCalls } from "../tag-calls.ts";

/** Method, path and the name of the operation. */
export type GatewayCall = readonly ["POST" | "GET" | "PATCH" | "DELETE", string, string];

/** ARNs of API Gateway name no account. */
export function gatewayArn(client: Client, path: string): string {
  return `arn:${client.partition}:apigateway:${client.region}::${path}`;
}

/** API Gateway's IDs are the same in no two regions. */
export function createId(): string {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  return [...randomBytes(10)].map((byte) => letters[byte % letters.length]).join("");
}

export function apiKey(client: Client, id: string): string {
  return `${client.region}/${id}`;
}

/** Makes a call that changes one API. */
export function changeApi(
  client: Client,
  id: string,
  [method, path, operation]: GatewayCall,
  change: (api: HttpApi, store: Store) => HttpApi,
): Promise<void> {
  const call = { action: `apigateway:${method}`, resource: gatewayArn(client, path), operation };
  return client.call(call, (store) =>
    store.put("api", apiKey(client, id), change(findApi(client, store, id), store)),
  );
}

/** Makes a call that reads a part of one API; undefined when the API or the part is gone. */
export function readApi<T>(
  client: Client,
  id: string,
  path: string,
  operation: string,
  read: (api: HttpApi) => T | undefined,
): Promise<T | undefined> {
  const call = { action: "apigateway:GET", resource: gatewayArn(client, path), operation };
  return client.call(call, (store) => {
    const api = store.get("api", apiKey(client, id));
    return api && read(api);
  });
}

/** Makes a call that removes a part of one API, if it is there. */
export async function removeFromApi(
  client: Client,
  id: string,
  [method, path, operation]: GatewayCall,
  remove: (api: HttpApi) => HttpApi,
): Promise<void> {
  const call = { action: `apigateway:${method}`, resource: gatewayArn(client, path), operation };
  await client.call(call, (store) => {
    const api = store.get("api", apiKey(client, id));
    if (api !== undefined) store.put("api", apiKey(client, id), remove(api));
  });
}

/** Tags go by ARN, under a path of their own. */
export function tagCalls(client: Client, path: string): TagCalls {
  const resource = gatewayArn(client, `/tags/${encodeURIComponent(gatewayArn(client, path))}`);
  return {
    tag: { action: "apigateway:POST", resource, operation: "TagResource" },
    untag: { action: "apigateway:DELETE", resource, operation: "UntagResource" },
  };
}

export function findApi(client: Client, store: Store, id: string): HttpApi {
  const api = store.get("api", apiKey(client, id));
  if (api !== undefined) return api;
  throw new AwsError(
    "NotFoundException",
    `Invalid API identifier specified ${client.accountId}:${id}`,
  );
}
