import type { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createClientSettings } from "../client-settings.ts";
import type { RuntimeEnvironment } from "../environment.ts";
import { type KeptConnections, keepConnections } from "../kept-connections.ts";

type ClientModule = typeof import("./clients.ts");

/** The clients, and the commands that they are given. */
export interface Aws
  extends Omit<ClientModule, "ApiGatewayManagementApiClient" | "DynamoDBClient"> {
  readonly api: ApiGatewayManagementApiClient;
  readonly dynamodb: DynamoDBClient;
}

/** Requests to AWS at a time. */
export const MAX_REQUESTS = 100;

/**
 * Opens both clients. They share what they are told, and the code that sends requests.
 * @param now The clock by which connections have been idle.
 */
export async function openAws(
  load: () => Promise<unknown>,
  environment: RuntimeEnvironment,
  now?: () => number,
): Promise<Aws> {
  // The build writes `load` to import exactly this module.
  const module = (await load()) as ClientModule;
  const { ApiGatewayManagementApiClient, DynamoDBClient, ...commands } = module;
  const { protocol } = new URL(environment.connectionsUrl);
  const kept = keepConnections(protocol, MAX_REQUESTS, now);
  const settings = createSettings(environment, kept);
  const api = new ApiGatewayManagementApiClient({
    ...settings,
    endpoint: environment.connectionsUrl,
  });
  const dynamodb = new DynamoDBClient({
    ...settings,
    endpoint: environment.dynamodbUrl,
    accountIdEndpointMode: "disabled",
    endpointDiscoveryEnabled: false,
  });
  api.middlewareStack.add(overKept(kept), INNERMOST);
  dynamodb.middlewareStack.add(overKept(kept), INNERMOST);
  return { ...commands, api, dynamodb };
}

function createSettings(environment: RuntimeEnvironment, { agent }: KeptConnections) {
  const settings = createClientSettings(environment, "connections");
  const requestHandler = { ...settings.requestHandler, httpAgent: agent, httpsAgent: agent };
  return { ...settings, requestHandler };
}

/** Each attempt, whose only errors are those of the network. */
const INNERMOST = { step: "deserialize", priority: "low" } as const;

function overKept({ send }: KeptConnections) {
  return <Input, Output>(next: (input: Input) => Promise<Output>) =>
    (input: Input) =>
      send(() => next(input));
}
