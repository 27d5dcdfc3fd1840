/**
 * Loads the routes of a backend, and sends their schemas to the process that has started this one. It is a
 * process of its own as it runs the backend's code: without credentials, and until it is killed.
 */
import { pathToFileURL } from "node:url";
import { convertSchema, type JsonSchema, type Side } from "./json-schema.ts";

/** Of one route, sent when it is loaded. */
export interface SchemasMessage {
  readonly kind: typeof SCHEMAS;
  readonly file: string;
  /** By export. */
  readonly handlers: Readonly<Record<string, HandlerSchemas>>;
  /** What has no schema, and why. */
  readonly notes: readonly string[];
}

export type HandlerSchemas = { readonly [Name in Part]?: JsonSchema };

/** The backend's code may send messages of its own. */
const SCHEMAS = "queuerun:schemas";

const PARTS = ["params", "query", "body", "response"] as const;
type Part = (typeof PARTS)[number];

type Exports = Readonly<Record<string, unknown>>;

// Imported for its types, it does nothing
if (process.send !== undefined && process.argv[2] !== undefined) {
  const [, , entry = "", folder = ""] = process.argv;
  const { load } = await import(pathToFileURL(entry).href);
  const loaders = Object.entries(load as Record<string, () => Promise<Exports>>);
  await Promise.all(loaders.map(([file, loadModule]) => describeModule(file, loadModule, folder)));
  // What the routes have opened would keep it running
  process.exit();
}

async function describeModule(file: string, load: () => Promise<Exports>, folder: string) {
  const notes: string[] = [];
  const handlers: Record<string, HandlerSchemas> = {};
  try {
    for (const [name, value] of Object.entries(withMembers(await load())))
      if (hasSchemas(value)) {
        const described = await describeHandler(value.schemas, folder);
        handlers[name] = described.schemas;
        notes.push(...described.notes.map((note) => `${file}: ${name}: ${note}`));
      }
  } catch (error) {
    notes.push(`${file} cannot be loaded: ${error instanceof Error ? error.message : error}`);
  }
  const message: SchemasMessage = { kind: SCHEMAS, file, handlers, notes };
  await new Promise((resolve) => process.send?.(message, resolve));
}

/** A module of CommonJS has its members in its default export. */
function withMembers(module: Exports): Exports {
  const { default: main } = module;
  return typeof main === "object" && main !== null ? { ...main, ...module } : module;
}

type Schemas = Readonly<Record<string, Parameters<typeof convertSchema>[0]>>;

function hasSchemas(value: unknown): value is { readonly schemas: Schemas } {
  return typeof value === "function" && "schemas" in value && typeof value.schemas === "object";
}

async function describeHandler(schemas: Schemas, folder: string) {
  const described: { [Name in Part]?: JsonSchema } = {};
  const notes: string[] = [];
  for (const part of PARTS) {
    const schema = schemas[part];
    if (schema === undefined) continue;
    const side: Side = part === "response" ? "output" : "input";
    const converted = await convertSchema(schema, side, folder);
    described[part] = "schema" in converted ? converted.schema : {};
    if ("problem" in converted) notes.push(`no schema of ${part}: ${converted.problem}`);
  }
  return { schemas: described, notes };
}
