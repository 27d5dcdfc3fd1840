import type { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { RuntimeEnvironment } from "../environment.ts";

type ClientModule = typeof import("./clients.ts");

/** The clients, and the commands that they are given. */
export interface Aws
  extends Omit<ClientModule, "ApiGatewayManagementApiClient" | "DynamoDBClient"> {
  readonly api: ApiGatewayManagementApiClient;
  readonly dynamodb: DynamoDBClient;
}

/** Messages that are posted at a time. */
export const MAX_POSTS = 100;

const REQUEST_TIMEOUT_MS = 3_000;
const CONNECTION_TIMEOUT_MS = 1_000;

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

/**
 * Every setting is given, so that the AWS SDK looks for none: neither in the environment, which holds
 * the backend's own keys and endpoints, nor in files.
 */
function createSettings({ region, credentials }: RuntimeEnvironment) {
  if (credentials === undefined)
    throw new Error("Cannot reach connections: the runtime has no credentials");
  const agent = { keepAlive: true, maxSockets: MAX_POSTS };
  return {
    region,
    credentials,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: ["aws.auth#sigv4"],
    userAgentAppId: "queuerun",
    retryMode: "standard",
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
}
