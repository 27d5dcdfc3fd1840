import {
  type Declaration,
  type Properties,
  type PropertyType,
  readFunction,
  readObject,
  readResource,
  VERSION,
} from "./declarations.ts";

/** The package schema of these resource types and functions, as YAML programs need it. */
export function createPackageSchema(resources: readonly string[], functions: readonly string[]) {
  const types: Record<string, object> = {};
  const pending = new Set<string>();
  const describe = (properties: Properties) => {
    const entries = Object.entries(properties);
    return {
      properties: Object.fromEntries(
        entries.map(([name, { type }]) => [name, describeType(type, pending)]),
      ),
      required: entries.filter(([, { optional }]) => !optional).map(([name]) => name),
    };
  };
  const resource = ({ inputs, outputs }: Declaration) => {
    const { properties, required } = describe(inputs);
    return { inputProperties: properties, requiredInputs: required, ...describe(outputs) };
  };
  const schema = {
    name: "aws",
    version: VERSION,
    provider: { inputProperties: { region: { type: "string" } } },
    resources: declare(resources, readResource, resource),
    functions: declare(functions, readFunction, ({ inputs, outputs }) => ({
      inputs: describe(inputs),
      outputs: describe(outputs),
    })),
    types,
  };
  // A nested type may name further ones: the set grows while it is read
  for (const name of pending)
    types[typeToken(name)] = { type: "object", ...describe(readObject(name)) };
  return schema;
}

function declare(
  tokens: readonly string[],
  read: (token: string) => Declaration | undefined,
  describe: (declaration: Declaration) => object,
) {
  return Object.fromEntries(
    tokens.map((token) => {
      const declaration = read(token);
      if (declaration === undefined) throw new Error(`@pulumi/aws has no ${token}`);
      return [token, describe(declaration)];
    }),
  );
}

function describeType(type: PropertyType, pending: Set<string>): object {
  switch (type.kind) {
    case "archive":
      return { $ref: "pulumi.json#/Archive" };
    case "any":
      return { $ref: "pulumi.json#/Any" };
    case "array":
      return { type: "array", items: describeType(type.items, pending) };
    case "map":
      return { type: "object", additionalProperties: describeType(type.items, pending) };
    case "union":
      return { oneOf: type.types.map((each) => describeType(each, pending)) };
    case "object":
      pending.add(type.name);
      return { $ref: `#/types/${typeToken(type.name)}` };
    default:
      return { type: type.kind };
  }
}

/** `lambda.FunctionEnvironment` as the schema names it. */
function typeToken(name: string): string {
  const [namespace, type] = name.split(".");
  return `aws:${namespace}/${type}:${type}`;
}
