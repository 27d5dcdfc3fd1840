export { HttpError, JobError } from "./errors.ts";
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
export { type Cookie, html, type Reply, type ReplyOptions, redirect, reply, xml } from "./reply.ts";
export type {
  Input,
  Output,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from "./standard-schema.ts";
export {
  type HttpSchemas,
  type ValidatedHandler,
  type ValidatedJobHandler,
  type ValidatedRequest,
  validate,
} from "./validate.ts";
