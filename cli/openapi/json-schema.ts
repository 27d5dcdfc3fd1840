import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** What the client writes, or what the handler makes of it. */
export type Side = "input" | "output";

/** A JSON Schema, or why there is none. */
export type Converted = { readonly schema: JsonSchema } | { readonly problem: string };

const TARGET = "draft-2020-12";

interface Standard {
  readonly vendor: string;
  /** Of Standard JSON Schema, which not all libraries have. */
  readonly jsonSchema?: Readonly<Record<Side, (options: { target: string }) => JsonSchema>>;
}

/**
 * Asks a schema for its JSON Schema, or the library that it is of.
 * @param folder Where the backend's packages are looked for.
 */
export async function convertSchema(
  schema: { readonly "~standard": Standard },
  side: Side,
  folder: string,
): Promise<Converted> {
  const { vendor, jsonSchema } = schema["~standard"];
  try {
    if (jsonSchema !== undefined) return { schema: jsonSchema[side]({ target: TARGET }) };
  } catch {
    // What it cannot say, such as a date, its library may leave open
  }
  try {
    const convert = await loadConverter(vendor, folder);
    if (convert === undefined) return { problem: `"${vendor}" has no JSON Schema of it` };
    return { schema: convert(schema, side) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

type Convert = (schema: unknown, side: Side) => JsonSchema;

/** Undefined for a library that has none. @throws Error if it is not installed. */
async function loadConverter(vendor: string, folder: string): Promise<Convert | undefined> {
  if (vendor === "zod") {
    const { toJSONSchema } = await importFrom("zod", folder);
    return (
      toJSONSchema &&
      ((schema, io) => toJSONSchema(schema, { io, unrepresentable: "any", target: TARGET }))
    );
  }
  if (vendor !== "valibot") return undefined;
  const { toJsonSchema } = await importFrom("@valibot/to-json-schema", folder);
  return (
    toJsonSchema &&
    ((schema, typeMode) => toJsonSchema(schema, { typeMode, errorMode: "ignore", target: TARGET }))
  );
}

type Library = Readonly<Record<string, (schema: unknown, options: object) => JsonSchema>>;

async function importFrom(name: string, folder: string): Promise<Library> {
  let path: string;
  try {
    path = createRequire(join(folder, "index.js")).resolve(name);
  } catch {
    throw new Error(`"${name}" is not installed`);
  }
  return await import(pathToFileURL(path).href);
}
