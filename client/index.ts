export { ApiError, type Problem } from "./api-error.ts";
export { createClient } from "./client.ts";
export { connect } from "./connect.ts";
export type {
  Call,
  CallOptions,
  Client,
  ClientOptions,
  Json,
  PathOf,
  Result,
  UntypedCall,
  UntypedOptions,
} from "./route-types.ts";
export type {
  Connection,
  ConnectOptions,
  Lost,
  SocketData,
  SocketUrl,
} from "./socket-types.ts";
