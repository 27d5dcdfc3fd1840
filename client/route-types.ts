/** Types of calls, from the modules of the backend's routes. */
import type { HttpHandler, HttpRequest, Params } from "../sdk/handlers.ts";
import type { RoutePath, Routes } from "../sdk/register.ts";
import type { Reply } from "../sdk/reply.ts";
import type { Input } from "../sdk/standard-schema.ts";
import type { UrlParams } from "../sdk/url.ts";
import type { Query } from "./path.ts";

/** Calls routes by method. A route with a default export takes any. */
export interface Client {
  readonly get: Call<"get">;
  readonly post: Call<"post">;
  readonly put: Call<"put">;
  readonly patch: Call<"patch">;
  /** DELETE */
  readonly del: Call<"del">;
  /** Resolves to undefined where there is something, else rejects. */
  readonly head: Call<"head">;
}

/** What all calls of a client share; also what `fetch` takes: `credentials`, `mode`. */
export interface ClientOptions extends Omit<RequestInit, "body" | "headers" | "method"> {
  /** A function is asked for them before each call. */
  readonly headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>);
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

/** One method of a client. Without `.queuerun/types.d.ts` it takes any path. */
export type Call<Method extends string> = keyof Routes extends never
  ? UntypedCall
  : <Path extends PathOf<Method>>(
      path: Path,
      ...rest: CallArguments<Path, Handler<Path, Method>>
    ) => Promise<Method extends "head" ? undefined : Result<Handler<Path, Method>>>;

/** A call before the types are generated. */
export type UntypedCall = (path: string, options?: UntypedOptions) => Promise<unknown>;

/** Options before the types are generated. */
export interface UntypedOptions extends OwnOptions {
  readonly params?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
  readonly query?: object;
  readonly body?: unknown;
}

/** Paths of the routes that have the method. */
export type PathOf<Method extends string> = {
  [Path in RoutePath]: Path extends keyof Routes
    ? IsUntyped<Routes[Path]> extends true
      ? Path
      : Routes[Path] extends Exports<Method>
        ? Path
        : never
    : never;
}[RoutePath];

type Exports<Method extends string> =
  | { readonly [Name in Method]: unknown }
  | { readonly default: unknown }
  | (Method extends "head" ? { readonly get: unknown } : never);

type Handler<Path, Method extends string> = Path extends keyof Routes
  ? IsUntyped<Routes[Path]> extends true
    ? UntypedHandler
    : Routes[Path] extends { readonly [Name in Method]: infer Found }
      ? Found
      : Routes[Path] extends { readonly default: infer Found }
        ? Found
        : Method extends "head"
          ? HttpHandler
          : never
  : never;

/** Of a module in JavaScript, which TypeScript may not find: asking more of it than its keys fails. */
type IsUntyped<Module> = string extends keyof Module ? true : false;

// biome-ignore lint/suspicious/noExplicitAny: nothing is known of it
type UntypedHandler = (request: HttpRequest) => any;

interface OwnOptions extends Omit<RequestInit, "body" | "headers" | "method"> {
  readonly headers?: HeadersInit;
}

/** What a call takes besides the path; it may be left out if nothing in it is required. */
export type CallOptions<Path extends string, Found> = OwnOptions &
  (keyof Params<Path> extends never ? unknown : { readonly params: UrlParams<Path> }) &
  QueryOption<Found> &
  BodyOption<Found>;

type CallArguments<Path extends string, Found> =
  object extends CallOptions<Path, Found>
    ? [options?: CallOptions<Path, Found>]
    : [options: CallOptions<Path, Found>];

type QueryOption<Found> = Found extends { readonly schemas: { readonly query: infer Schema } }
  ? Partly<"query", Input<Schema>>
  : // biome-ignore lint/suspicious/noExplicitAny: TypeScript must not look into the handler
    Found extends (request: infer Request, ...rest: any) => any
    ? Request extends { readonly query: infer Values }
      ? string extends keyof Values
        ? { readonly query?: Query }
        : Partly<"query", Values>
      : { readonly query?: Query }
    : unknown;

type BodyOption<Found> = Found extends { readonly schemas: infer Schemas }
  ? Schemas extends { readonly body: infer Schema }
    ? Partly<"body", Sent<Input<Schema>>>
    : { readonly body?: unknown }
  : // biome-ignore lint/suspicious/noExplicitAny: TypeScript must not look into the handler
    Found extends (request: infer Request, ...rest: any) => any
    ? Request extends { readonly body: infer Body }
      ? unknown extends Body
        ? { readonly body?: unknown }
        : Partly<"body", Sent<Body>>
      : { readonly body?: unknown }
    : unknown;

/** Optional where nothing at all would do. */
type Partly<Name extends string, Value> = undefined extends Value
  ? { readonly [Key in Name]?: Value }
  : Name extends "query"
    ? object extends Value
      ? { readonly [Key in Name]?: Value }
      : { readonly [Key in Name]: Value }
    : { readonly [Key in Name]: Value };

/** A form can be sent in place of its fields. */
type Sent<Body> = Body | FormData | (Body extends Uint8Array ? Uint8Array | Blob : never);

/** What a call resolves to. */
export type Result<Found> = Found extends (...args: never[]) => infer Returned
  ? Received<Awaited<Returned>>
  : undefined;

type Received<Value> =
  IsAny<Value> extends true
    ? // biome-ignore lint/suspicious/noExplicitAny: the handler says no more
      any
    : Value extends Reply<infer Body>
      ? Received<Body>
      : Value extends Response
        ? unknown
        : Value extends Uint8Array
          ? Blob
          : // biome-ignore lint/suspicious/noConfusingVoidType: what a handler without a return returns
            Value extends null | undefined | void
            ? undefined
            : Json<Value>;

/** What is left of a value once it has been JSON: a `Date` is a string. */
export type Json<Value> =
  IsAny<Value> extends true
    ? // biome-ignore lint/suspicious/noExplicitAny: the handler says no more
      any
    : Value extends { toJSON(): infer Written }
      ? Json<Written>
      : Value extends string | number | boolean | null | undefined
        ? Value
        : Value extends readonly unknown[]
          ? { [Index in keyof Value]: Json<Value[Index]> }
          : Value extends object
            ? {
                [Key in keyof Value as Value[Key] extends Unwritten ? never : Key]: Json<
                  Value[Key]
                >;
              }
            : unknown;

// biome-ignore lint/suspicious/noExplicitAny: any function
type Unwritten = symbol | ((...args: any) => any);

type IsAny<Value> = 0 extends 1 & Value ? true : false;
