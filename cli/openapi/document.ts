/** An OpenAPI document of a backend's routes. Pure. */
import { methodExport } from "../../manifest/http-exports.ts";
import { HTTP_METHODS, type HttpMethod, type HttpRoute } from "../../manifest/manifest.ts";
import { Components } from "./components.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { HandlerSchemas } from "./schemas-process.ts";

export interface DocumentInfo {
  readonly title: string;
  readonly version: string;
}

type Described = ReadonlyMap<string, Readonly<Record<string, HandlerSchemas>>>;

/** @param described By the route's file, then by export. */
export function createDocument(
  info: DocumentInfo,
  routes: readonly HttpRoute[],
  described: Described,
): JsonSchema {
  const components = new Components({ Problem: PROBLEM });
  const paths = findTemplates(routes).map((route) => [
    formatPath(route.path),
    createPathItem(route, described.get(route.file) ?? {}, components),
  ]);
  return {
    openapi: "3.1.0",
    info,
    paths: Object.fromEntries(paths),
    components: { schemas: components.schemas },
  };
}

/**
 * The routes that OpenAPI can tell apart: `/files/{id}` and `/files/{path}` are one template to it, of which
 * the more specific route comes first.
 */
export function findTemplates(routes: readonly HttpRoute[]): readonly HttpRoute[] {
  const shapes = routes.map(({ path }) => path.replace(PARAMETER, "{}"));
  return routes.filter((_, index) => shapes.indexOf(shapes[index] ?? "") === index);
}

const PARAMETER = /\[(\.{3})?([^\]]+)\]/g;

/** OpenAPI knows no catch-all: it is a parameter like others, and says so. */
function formatPath(path: string): string {
  return path.replace(PARAMETER, "{$2}");
}

function createPathItem(
  route: HttpRoute,
  handlers: Readonly<Record<string, HandlerSchemas>>,
  components: Components,
): JsonSchema {
  const operations = listMethods(route).map((method) => {
    const schemas = handlers[methodExport(method)] ?? handlers.default ?? {};
    return [method.toLowerCase(), createOperation(method, route.path, schemas, components)];
  });
  return Object.fromEntries(operations);
}

/** Of a default export that takes any, those that a client would use. */
function listMethods({ methods }: HttpRoute): readonly HttpMethod[] {
  if (methods.length < HTTP_METHODS.length) return methods;
  return methods.filter((method) => method !== "HEAD" && method !== "OPTIONS");
}

function createOperation(
  method: HttpMethod,
  path: string,
  { params, query, body, response }: HandlerSchemas,
  components: Components,
): JsonSchema {
  const name = `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+/g, "_").replace(/_$/, "")}`;
  const operationId = components.reserve(name);
  const add = (part: string, schema: JsonSchema) =>
    components.add(`${operationId}_${part}`, schema);
  const parameters = [
    ...createPathParameters(path, params && components.expand(add("params", params))),
    ...createQueryParameters(query && components.expand(add("query", query))),
  ];
  return {
    operationId,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: createContent(add("body", body)) },
    }),
    responses: {
      "2XX": {
        description: "Success",
        ...(response && { content: createContent(add("response", response)) }),
      },
      default: {
        description: "A problem, as in RFC 9457",
        content: {
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        },
      },
    },
  };
}

function createContent(schema: JsonSchema): JsonSchema {
  return { "application/json": { schema } };
}

function createPathParameters(path: string, schema: JsonSchema = {}): JsonSchema[] {
  return Array.from(path.matchAll(PARAMETER), ([, dots, name = ""]) => ({
    name,
    in: "path",
    required: true,
    ...(dots && { description: "Zero or more segments, with the slashes between them" }),
    schema: (dots ? undefined : propertiesOf(schema)[name]) ?? { type: "string" },
  }));
}

function createQueryParameters(schema: JsonSchema = {}): JsonSchema[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(propertiesOf(schema)).map(([name, property]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema: property,
  }));
}

function propertiesOf({ properties }: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return typeof properties === "object" && properties !== null
    ? (properties as Readonly<Record<string, JsonSchema>>)
    : {};
}

const PROBLEM: JsonSchema = {
  type: "object",
  required: ["title", "status"],
  properties: {
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["detail", "pointer"],
        properties: { detail: { type: "string" }, pointer: { type: "string" } },
      },
    },
  },
};
