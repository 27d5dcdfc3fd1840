export { HttpError } from "./errors.ts";
export type {
  CorsConfig,
  HttpConfig,
  HttpHandler,
  HttpMiddleware,
  HttpRequest,
  HttpResponse,
  HttpResult,
  Params,
  QueryValues,
} from "./handlers.ts";
export { JobError } from "./job-error.ts";
export type {
  Job,
  JobHandler,
  JobMiddleware,
  QueueConfig,
  RetryDelay,
  UncheckedJob,
} from "./jobs.ts";
export { type JwtClaims, jwt } from "./jwt.ts";
export type { GoogleOptions, JwksOptions, JwtOptions, SecretOptions } from "./jwt-rules.ts";
export {
  type AnyQueue,
  type FifoPushOptions,
  type FifoQueue,
  type KnownQueues,
  PushError,
  type PushOptions,
  type PushProblem,
  type Queue,
  type QueueName,
  queues,
  type RunQueuerunTypes,
  SendError,
  UnawaitedPushError,
} from "./queues.ts";
export type { Auth, Queues, RoutePath, Routes, Sockets } from "./register.ts";
export { html, type Markup, redirect, xml } from "./replies.ts";
export { type Cookie, type Reply, type ReplyOptions, reply } from "./reply.ts";
export { type ErrorPlace, reportError } from "./report-error.ts";
export type {
  ScheduleConfig,
  ScheduledJob,
  ScheduleHandler,
  ScheduleMiddleware,
} from "./schedules.ts";
export {
  DeliveryError,
  type Socket,
  type SocketChannel,
  SocketError,
  type SocketProblem,
  type SocketReceivers,
  socket,
} from "./socket.ts";
export type {
  SocketConfig,
  SocketConnect,
  SocketConnection,
  SocketCredentials,
  SocketHandler,
  SocketHandshake,
  SocketMessage,
  SocketMiddleware,
  SocketOffline,
  SocketOnline,
} from "./socket-handlers.ts";
export type {
  Input,
  Output,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from "./standard-schema.ts";
export {
  type ExternalUrl,
  type UrlArguments,
  type UrlFunction,
  type UrlOf,
  type UrlParams,
  type UrlQuery,
  url,
} from "./url.ts";
export type { Authenticate, User, UserId } from "./user.ts";
export {
  type HttpSchemas,
  type MessageSchemas,
  type ValidatedHandler,
  type ValidatedJobHandler,
  type ValidatedMessageHandler,
  type ValidatedRequest,
  type ValidatedResult,
  validate,
} from "./validate.ts";
