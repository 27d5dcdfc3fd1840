/** Attributes of the table of connections that AWS and the local cloud must know of. */
export const CONNECTIONS_TABLE = {
  /** Text. */
  partitionKey: "pk",
  /** Text. */
  sortKey: "sk",
  /** Number: seconds since 1970, after which DynamoDB may remove the row. */
  expiry: "expires",
} as const;
