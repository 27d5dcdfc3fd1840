import type { JsonSchema } from "./json-schema.ts";

/** Schemas that a document refers to. A reference within a schema begins at that schema, in OpenAPI at the document. */
export class Components {
  readonly schemas: Record<string, JsonSchema>;
  readonly #names = new Set<string>();

  constructor(schemas: Readonly<Record<string, JsonSchema>>) {
    this.schemas = { ...schemas };
  }

  /** The name, or one like it that nobody else has. */
  reserve(name: string): string {
    let free = name;
    for (let count = 2; this.#names.has(free); count++) free = `${name}_${count}`;
    this.#names.add(free);
    return free;
  }

  /** What to write where the schema is meant: itself, or a reference if there are references in it. */
  add(name: string, { $schema, ...schema }: JsonSchema): JsonSchema {
    if (!JSON.stringify(schema).includes('"$ref"')) return schema;
    const place = `#/components/schemas/${name}`;
    this.schemas[name] = movePlace(schema, place) as JsonSchema;
    return { $ref: place };
  }

  /** The schema that a reference of `add` means. */
  expand(schema: JsonSchema): JsonSchema {
    const { $ref } = schema;
    const found = typeof $ref === "string" ? this.schemas[$ref.split("/").at(-1) ?? ""] : undefined;
    return found ?? schema;
  }
}

function movePlace(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((item) => movePlace(item, place));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    key === "$ref" && typeof item === "string" && item.startsWith("#")
      ? place + item.slice(1)
      : movePlace(item, place),
  ]);
  return Object.fromEntries(entries);
}
