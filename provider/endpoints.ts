import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { VARIABLES } from "../manifest/environment.ts";
import { WEBSOCKET_STAGE } from "../manifest/physical-names.ts";
import type { BackendContext } from "./context.ts";
import { checkNames } from "./kept-names.ts";
import type { QueuePair } from "./queues.ts";

/** What a socket takes. */
export interface SocketParts {
  readonly api: aws.apigatewayv2.Api;
  readonly table: aws.dynamodb.Table;
}

export interface Endpoints {
  readonly queues: readonly QueuePair[];
  readonly httpApi: aws.apigatewayv2.Api | undefined;
  readonly sockets: SocketParts | undefined;
}

type Variables = Record<string, pulumi.Output<string>>;

/** The variables by which the runtime finds what the backend has in AWS: none for what it has not. */
export function createEndpoints(context: BackendContext, parts: Endpoints): Variables {
  const { queues, httpApi, sockets } = parts;
  const isSame = checkNames(context, queues, sockets?.table);
  const checked = (value: pulumi.Output<string>) =>
    pulumi.all([value, isSame]).apply(([known]) => known);
  const [first] = queues;
  return {
    ...(first === undefined ? {} : createQueuePrefixes(first, checked)),
    ...(httpApi === undefined ? {} : { [VARIABLES.url]: httpApi.apiEndpoint }),
    ...(sockets === undefined ? {} : createSocketVariables(sockets)),
  };
}

/** Queue URLs without the queue's name: `.../APP-q-`, `.../APP-d-`. */
function createQueuePrefixes(
  { settings, queue, deadLetterQueue }: QueuePair,
  checked: (value: pulumi.Output<string>) => pulumi.Output<string>,
): Variables {
  const prefix = (url: string) => url.slice(0, -settings.name.length);
  return {
    [VARIABLES.queueUrlPrefix]: checked(queue.url).apply(prefix),
    [VARIABLES.deadLetterUrlPrefix]: checked(deadLetterQueue.url).apply(prefix),
  };
}

function createSocketVariables({ api, table }: SocketParts): Variables {
  const url = createWebSocketUrl(api);
  return {
    [VARIABLES.webSocketUrl]: url,
    [VARIABLES.connectionsUrl]: url.apply((known) => known.replace(/^wss:/, "https:")),
    [VARIABLES.connectionsTable]: table.name,
    [VARIABLES.dynamodbUrl]: api.apiEndpoint.apply(createDynamodbUrl),
  };
}

/** What clients open WebSockets at. */
export function createWebSocketUrl({ apiEndpoint }: aws.apigatewayv2.Api): pulumi.Output<string> {
  return pulumi.interpolate`${apiEndpoint}/${WEBSOCKET_STAGE}`;
}

/** `wss://ID.execute-api.REGION.SUFFIX` says what the region's services end in. */
function createDynamodbUrl(apiEndpoint: string): string {
  const [, , ...place] = new URL(apiEndpoint).hostname.split(".");
  return `https://dynamodb.${place.join(".")}`;
}
