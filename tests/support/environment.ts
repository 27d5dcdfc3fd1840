/** Of the environment of a backend without a socket. */
export const NO_SOCKET = {
  url: "",
  webSocketUrl: "",
  connectionsUrl: "",
  connectionsTable: "",
  dynamodbUrl: "",
} as const;
