/** Of the environment of a backend without a socket, and without a role of its code. */
export const NO_SOCKET = {
  url: "",
  webSocketUrl: "",
  connectionsUrl: "",
  connectionsTable: "",
  dynamodbUrl: "",
  backendRole: undefined,
} as const;
