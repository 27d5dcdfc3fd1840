/**
 * Environment variables that queuerun itself sets on the function, read once by `runtime/`.
 * `provider/` sets them in AWS and `dev/` sets them locally. Names beginning with this prefix are
 * refused in a user's env file.
 */
export const RESERVED_PREFIX = "QUEUERUN_";

export const VARIABLES = {
  /** Queue URL without the queue's name: `https://sqs.REGION.amazonaws.com/ACCOUNT/APP-q-`. */
  queueUrlPrefix: `${RESERVED_PREFIX}QUEUE_URL_PREFIX`,
  /** The same for dead-letter queues: `.../APP-d-`. */
  deadLetterUrlPrefix: `${RESERVED_PREFIX}DEAD_LETTER_URL_PREFIX`,
  /** URL of the HTTP API, without a slash at its end. */
  url: `${RESERVED_PREFIX}URL`,
  /** URL that clients open WebSockets at: `wss://ID.execute-api.REGION.amazonaws.com/live`. */
  webSocketUrl: `${RESERVED_PREFIX}WEBSOCKET_URL`,
  /** Where messages for connections are posted to: `https://.../live`, without `/@connections`. */
  connectionsUrl: `${RESERVED_PREFIX}CONNECTIONS_URL`,
  /** Name of the table of connections. */
  connectionsTable: `${RESERVED_PREFIX}CONNECTIONS_TABLE`,
  /** `https://dynamodb.REGION.amazonaws.com` */
  dynamodbUrl: `${RESERVED_PREFIX}DYNAMODB_URL`,
  /** ARN of the role of the backend's own code. */
  backendRoleArn: `${RESERVED_PREFIX}BACKEND_ROLE_ARN`,
  /** `https://sts.REGION.amazonaws.com`, where that role is assumed. */
  stsUrl: `${RESERVED_PREFIX}STS_URL`,
  /** Set by the exec wrapper: file descriptor with the runtime's credentials, one value a line. */
  credentialsFd: `${RESERVED_PREFIX}CREDENTIALS_FD`,
} as const;

/** The exec wrapper's path in the package; `AWS_LAMBDA_EXEC_WRAPPER` is `/var/task/` + this. */
export const EXEC_WRAPPER = "queuerun-exec";

/** The `_HANDLER` of every package: export `handler` of `index.mjs`. */
export const HANDLER = "index.handler";

/**
 * Begins the names under which the user's own `AWS_` variables travel. Lambda keeps some of these names
 * for itself, and the exec wrapper takes whatever could hold keys for the runtime's.
 */
const TRAVEL_PREFIX = `${RESERVED_PREFIX}USER_`;

/** The user's own variables as Lambda takes them. */
export function packVariables<T>(variables: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name.startsWith("AWS_") ? TRAVEL_PREFIX + name : name,
      value,
    ]),
  );
}

/** Gives packed variables their own names again, in place; the others stay as they are. */
export function unpackVariables(env: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(TRAVEL_PREFIX)) continue;
    env[name.slice(TRAVEL_PREFIX.length)] = value;
    delete env[name];
  }
}
