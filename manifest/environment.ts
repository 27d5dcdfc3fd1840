/**
 * Environment variables that queuerun itself sets on the function, read once by `runtime/`.
 * `provider/` sets them in AWS and `dev/` sets them locally. Names beginning with this prefix are
 * refused in a user's env file.
 */
export const RESERVED_PREFIX = "QUEUERUN_";

export const VARIABLES = {
  /** Queue URL without the queue's name: `https://sqs.REGION.amazonaws.com/ACCOUNT/APP-q-`. */
  queueUrlPrefix: "QUEUERUN_QUEUE_URL_PREFIX",
  /** The same for dead-letter queues: `.../APP-d-`. */
  deadLetterUrlPrefix: "QUEUERUN_DEAD_LETTER_URL_PREFIX",
  /** URL of the HTTP API, without a slash at its end. */
  url: "QUEUERUN_URL",
  /** URL that clients open WebSockets at: `wss://ID.execute-api.REGION.amazonaws.com/live`. */
  webSocketUrl: "QUEUERUN_WEBSOCKET_URL",
  /** Where messages for connections are posted to: `https://.../live`, without `/@connections`. */
  connectionsUrl: "QUEUERUN_CONNECTIONS_URL",
  /** Name of the table of connections. */
  connectionsTable: "QUEUERUN_CONNECTIONS_TABLE",
  /** `https://dynamodb.REGION.amazonaws.com` */
  dynamodbUrl: "QUEUERUN_DYNAMODB_URL",
  /** Set by the exec wrapper: file descriptor with the runtime's credentials, one value a line. */
  credentialsFd: "QUEUERUN_CREDENTIALS_FD",
  /** Set by the exec wrapper: the region of the runtime's own clients. */
  region: "QUEUERUN_REGION",
} as const;

/** The exec wrapper's path in the package; `AWS_LAMBDA_EXEC_WRAPPER` is `/var/task/` + this. */
export const EXEC_WRAPPER = "queuerun-exec";

/** The `_HANDLER` of every package: export `handler` of `index.mjs`. */
export const HANDLER = "index.handler";

/** Begins the names under which variables of the user's travel that Lambda keeps for itself. */
const TRAVEL_PREFIX = `${RESERVED_PREFIX}USER_`;
const KEPT_BY_LAMBDA = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
];

/** The user's own variables as Lambda takes them. */
export function packVariables<T>(variables: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      KEPT_BY_LAMBDA.includes(name) ? TRAVEL_PREFIX + name : name,
      value,
    ]),
  );
}

/** Gives packed variables their own names again, in place; the others stay as they are. */
export function unpackVariables(env: Record<string, string | undefined>): void {
  for (const name of KEPT_BY_LAMBDA) {
    const value = env[TRAVEL_PREFIX + name];
    if (value === undefined) continue;
    env[name] = value;
    delete env[TRAVEL_PREFIX + name];
  }
}
