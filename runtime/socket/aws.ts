import type { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createClientSettings } from "../client-settings.ts";
import type { RuntimeEnvironment } from "../environment.ts";

type ClientModule = typeof import("./clients.ts");

/** The clients, and the commands that they are given. */
export interface Aws
  extends Omit<ClientModule, "ApiGatewayManagementApiClient" | "DynamoDBClient"> {
  readonly api: ApiGatewayManagementApiClient;
  readonly dynamodb: DynamoDBClient;
}

/** Requests to AWS at a time. */
export const MAX_REQUESTS = 100;

/** Opens both clients. They share what they are told, and the code that sends requests. */
export async function openAws(
  load: () => Promise<unknown>,
  environment: RuntimeEnvironment,
): Promise<Aws> {
  // The build writes `load` to import exactly this module.
  const module = (await load()) as ClientModule;
  const { ApiGatewayManagementApiClient, DynamoDBClient, ...commands } = module;
  const settings = createSettings(environment);
  return {
    ...commands,
    api: new ApiGatewayManagementApiClient({ ...settings, endpoint: environment.connectionsUrl }),
    dynamodb: new DynamoDBClient({
      ...settings,
      endpoint: environment.dynamodbUrl,
      accountIdEndpointMode: "disabled",
      endpointDiscoveryEnabled: false,
    }),
  };
}

function createSettings(environment: RuntimeEnvironment) {
  const settings = createClientSettings(environment, "connections");
  const agent = { keepAlive: true, maxSockets: MAX_REQUESTS };
  const requestHandler = { ...settings.requestHandler, httpAgent: agent, httpsAgent: agent };
  return { ...settings, requestHandler };
}
