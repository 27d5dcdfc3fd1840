import { HttpError } from "./errors.ts";
import type { AnyParams, HttpRequest, Params, QueryValues } from "./handlers.ts";
import { JobError } from "./job-error.ts";
import type { Job } from "./jobs.ts";
import type { RoutePath } from "./register.ts";
import type { Reply } from "./reply.ts";
import type { SocketMessage } from "./socket-handlers.ts";
import {
  type Input,
  issuePointer,
  type Output,
  type SchemaIssue,
  type StandardSchema,
} from "./standard-schema.ts";

/** Schemas of the parts of a request, and of what is answered. */
export interface HttpSchemas {
  /** The route's path: its parameters have their names, without a schema. Not looked at when a request comes. */
  readonly path?: RoutePath;
  readonly body?: StandardSchema;
  readonly params?: StandardSchema;
  readonly query?: StandardSchema;
  /**
   * What the handler returns, for the compiler and for `queuerun routes --openapi`. A response is not
   * validated when it is sent.
   */
  readonly response?: StandardSchema;
}

/** The request with the parts that have a schema in the schema's output type. */
export type ValidatedRequest<S extends HttpSchemas> = Omit<
  HttpRequest<never, PartOf<S, "body", unknown>, PartOf<S, "query", QueryValues>>,
  "params"
> & { readonly params: PartOf<S, "params", PathParams<S>> };

/** What a handler may return: what fits the schema, also in `reply()`, or a `Response`. */
export type ValidatedResult<S extends HttpSchemas> = S extends { readonly response: infer Schema }
  ? Output<Schema> | Reply<Output<Schema>> | Response
  : unknown;

type PartOf<S, Part extends string, Otherwise> = S extends { readonly [Key in Part]: infer Schema }
  ? Output<Schema>
  : Otherwise;

type PathParams<S> = S extends { readonly path: infer Path extends string }
  ? Params<Path>
  : AnyParams;

/** A validated job handler: takes the schema's input, as the sender writes it. */
export type ValidatedJobHandler<In> = (payload: In, job: Job) => Promise<void>;

/** A validated HTTP handler, with its schemas. */
export interface ValidatedHandler<S extends HttpSchemas, Result> {
  (request: HttpRequest): Promise<Result>;
  readonly schemas: S;
}

/** The schema of a WebSocket message. */
export interface MessageSchemas {
  readonly data: StandardSchema;
}

/** A validated handler of WebSocket messages, with its schema: takes what the client writes. */
export interface ValidatedMessageHandler<S extends MessageSchemas, Result> {
  (message: SocketMessage<Input<S["data"]>>): Promise<Result>;
  readonly schemas: S;
}

/**
 * Runs a job handler only with a payload that fits the schema, as the schema's output. A payload that
 * does not fit goes to the dead-letter queue at once, with the issues: a retry would not help.
 */
export function validate<S extends StandardSchema>(
  schema: S,
  handler: (payload: Output<S>, job: Job) => unknown,
): ValidatedJobHandler<Input<S>>;
/** Runs a handler of WebSocket messages only with data that fits; else tells the client all issues. */
export function validate<const S extends MessageSchemas, Result>(
  schemas: S,
  handler: (message: SocketMessage<Output<S["data"]>>) => Result | Promise<Result>,
): ValidatedMessageHandler<S, Result>;
/** Runs an HTTP handler only with parts that fit their schemas; else answers 422 with all issues. */
export function validate<const S extends HttpSchemas, Result extends ValidatedResult<S>>(
  schemas: S,
  handler: (request: ValidatedRequest<S>) => Result | Promise<Result>,
): ValidatedHandler<S, Result>;
export function validate(
  schemas: StandardSchema | MessageSchemas | HttpSchemas,
  handler: (first: never, job: Job) => unknown,
): unknown {
  return "~standard" in schemas
    ? validateJobs(schemas, handler as (payload: unknown, job: Job) => unknown)
    : validateRequests(schemas, handler as (request: object) => unknown);
}

function validateJobs(schema: StandardSchema, handler: (payload: unknown, job: Job) => unknown) {
  return async (payload: unknown, job: Job): Promise<void> => {
    const result = await schema["~standard"].validate(payload);
    if (result.issues) throw new JobError(describeIssues(result.issues), { retry: false });
    await handler(result.value, job);
  };
}

const PARTS = ["params", "query", "body", "data"] as const;

type Schemas = HttpSchemas & Partial<MessageSchemas>;

function validateRequests(schemas: Schemas, handler: (request: object) => unknown) {
  const what = "data" in schemas ? "message" : "request";
  const validated = async (request: HttpRequest & Pick<SocketMessage, "data">) => {
    const parts: PropertyDescriptorMap = {};
    const errors: { detail: string; pointer: string }[] = [];
    for (const part of PARTS) {
      const schema = schemas[part];
      if (schema === undefined) continue;
      const result = await schema["~standard"].validate(request[part]);
      if (result.issues) errors.push(...result.issues.map((issue) => describeIssue(part, issue)));
      else parts[part] = { value: result.value, enumerable: true };
    }
    if (errors.length > 0)
      throw new HttpError(422, `The ${what} does not fit the schema`, { extensions: { errors } });
    // The other parts stay the request's own, still made only when touched.
    return handler(Object.create(request, parts));
  };
  return Object.assign(validated, { schemas });
}

/** As in RFC 9457, section 3: a pointer into the request, in URI fragment form. */
function describeIssue(part: string, issue: SchemaIssue) {
  return { detail: issue.message, pointer: `#/${part}${issuePointer(issue)}` };
}

function describeIssues(issues: readonly SchemaIssue[]): string {
  const list = issues.map((issue) => `${issuePointer(issue) || "/"}: ${issue.message}`);
  return `The payload does not fit the schema: ${list.join("; ")}`;
}
