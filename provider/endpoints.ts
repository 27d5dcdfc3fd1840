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
  readonly backendRoleArn: pulumi.Output<string | undefined>;
}

type Variables = Record<string, pulumi.Output<string>>;

/** The variables by which the runtime finds what the backend has in AWS: none for what it has not. */
export function createEndpoints(context: BackendContext, parts: Endpoints): Variables {
  const { queues, httpApi, sockets } = parts;
  const { backendPolicy, permissions } = context.args;
  const isSame = checkNames(context, queues, sockets?.table);
  const checked = (value: pulumi.Output<string>) =>
    pulumi.all([value, isSame]).apply(([known]) => known);
  const [first] = queues;
  return {
    ...(first === undefined ? {} : createQueuePrefixes(first, checked)),
    ...(httpApi === undefined ? {} : { [VARIABLES.url]: httpApi.apiEndpoint }),
    ...(sockets === undefined ? {} : createSocketVariables(sockets)),
    ...(backendPolicy || permissions?.backendRoleArn ? createRoleVariables(parts) : {}),
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
    [VARIABLES.dynamodbUrl]: api.apiEndpoint.apply((url) => createServiceUrl("dynamodb", url)),
  };
}

/** The ARN is empty if there turns out to be no role, among those that were made elsewhere. */
function createRoleVariables(parts: Endpoints): Variables {
  const {
    queues: [first],
    httpApi,
    sockets,
    backendRoleArn,
  } = parts;
  const neighbour = httpApi?.apiEndpoint ?? sockets?.api.apiEndpoint ?? first?.queue.url;
  // Nothing ever runs the code of such a backend
  if (neighbour === undefined) return {};
  return {
    [VARIABLES.backendRoleArn]: backendRoleArn.apply((known) => known ?? ""),
    [VARIABLES.stsUrl]: neighbour.apply((url) => createServiceUrl("sts", url)),
  };
}

/** What clients open WebSockets at. */
export function createWebSocketUrl({ apiEndpoint }: aws.apigatewayv2.Api): pulumi.Output<string> {
  return pulumi.interpolate`${apiEndpoint}/${WEBSOCKET_STAGE}`;
}

/** `wss://ID.execute-api.REGION.SUFFIX`, and `https://sqs...`, say what the region's services end in. */
function createServiceUrl(service: string, neighbour: string): string {
  const place = new URL(neighbour).hostname.replace(/^(?:[^.]+\.execute-api|sqs)\./, "");
  return `https://${service}.${place}`;
}
