import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Declarations, type Members, readDeclarations } from "./declarations.ts";
import { describeInput, describeOutput, mayBeAbsent, typeToken } from "./types.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** Where the components and all that their arguments are made of is declared. */
const SOURCES = [
  "provider/backend-args.ts",
  "provider/backend.ts",
  "provider/permissions-args.ts",
  "provider/permissions.ts",
  "provider/stack-config.ts",
].map((file) => join(PROJECT, file));

/** Components, each with the interface of its arguments. */
const COMPONENTS = { Backend: "BackendArgs", Permissions: "PermissionsArgs" };
const CONFIG = "StackConfig";

/** Writes the package schema, by which Pulumi knows the components in every language. */
export function createSchema(): string {
  const { name, version, description, license } = JSON.parse(
    readFileSync(join(PROJECT, "package.json"), "utf8"),
  );
  const known = readDeclarations(SOURCES);
  const schema = {
    name,
    version,
    description,
    license,
    meta: { moduleFormat: "(.*)" },
    language: {
      csharp: { respectSchemaVersion: true },
      go: { respectSchemaVersion: true },
      nodejs: { respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true } },
    },
    config: { variables: describeMembers(find(known, CONFIG), known, "output").properties },
    types: describeTypes(known),
    provider: {},
    resources: Object.fromEntries(
      Object.entries(COMPONENTS).map(([component, args]) => [
        typeToken(component),
        describeComponent(component, args, known),
      ]),
    ),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function describeComponent(component: string, args: string, known: Declarations) {
  const outputs = known.classes.get(component);
  if (outputs === undefined) throw new Error(`There is no class "${component}"`);
  const inputs = describeMembers(find(known, args), known, "input");
  return {
    isComponent: true,
    description: outputs.description,
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
    ...describeMembers(outputs, known, "output"),
  };
}

function describeTypes(known: Declarations) {
  const own = [...Object.values(COMPONENTS), CONFIG];
  const objects = [...known.interfaces]
    .filter(([name]) => !own.includes(name))
    .map(([name, members]) => [
      typeToken(name),
      {
        type: "object",
        description: members.description,
        ...describeMembers(members, known, "input"),
      },
    ]);
  const enums = [...known.enums].map(([name, values]) => [
    typeToken(name),
    { type: "string", enum: values },
  ]);
  return Object.fromEntries([...objects, ...enums]);
}

function describeMembers({ members }: Members, known: Declarations, direction: "input" | "output") {
  const describe = direction === "input" ? describeInput : describeOutput;
  return {
    properties: Object.fromEntries(
      members.map(({ name, type, description }) => [
        name,
        { ...describe(type, known), description },
      ]),
    ),
    required: members
      .filter(({ optional, type }) => !optional && !mayBeAbsent(type))
      .map(({ name }) => name),
  };
}

function find({ interfaces }: Declarations, name: string): Members {
  const members = interfaces.get(name);
  if (members === undefined) throw new Error(`There is no interface "${name}"`);
  return members;
}
