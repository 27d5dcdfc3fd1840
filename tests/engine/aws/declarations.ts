/**
 * What resources take and give, read from the type declarations of the installed `@pulumi/aws`: the
 * names and types are the package's own. A property that may be left out and is always given was
 * chosen by AWS.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseSync, type TSSignature, type TSType } from "oxc-parser";

export type PropertyType =
  | { readonly kind: "string" | "number" | "boolean" | "archive" | "any" }
  | { readonly kind: "array" | "map"; readonly items: PropertyType }
  | { readonly kind: "object"; readonly name: string }
  | { readonly kind: "union"; readonly types: readonly PropertyType[] };

export interface Property {
  readonly type: PropertyType;
  readonly optional: boolean;
}

export type Properties = Readonly<Record<string, Property>>;

/** What goes into a resource or function, and what comes out. */
export interface Declaration {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

const PACKAGE = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));

/** The version of the package, which the plugin must have too. */
export const VERSION: string = JSON.parse(
  readFileSync(join(PACKAGE, "package.json"), "utf8"),
).version;

const resources = new Map<string, Declaration>();
const objects = new Map<string, Properties>();

/** Reads the declaration of `aws:sqs/queue:Queue`; undefined when there is no such type. */
export function readResource(token: string): Declaration | undefined {
  const known = resources.get(token);
  if (known !== undefined) return known;
  const [, file = "", name = ""] = token.split(":");
  const text = readDeclarations(file);
  if (text === undefined) return undefined;
  const declaration = {
    inputs: findProperties(text, `export interface ${name}Args {`),
    outputs: findProperties(text, `export declare class ${name} extends`),
  };
  resources.set(token, declaration);
  return declaration;
}

/** Reads the declaration of `aws:index/getRegion:getRegion`. */
export function readFunction(token: string): Declaration | undefined {
  const [, file = "", name = ""] = token.split(":");
  const text = readDeclarations(file.replace("index/", ""));
  if (text === undefined) return undefined;
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return {
    inputs: findProperties(text, `export interface ${type}Args {`),
    outputs: findProperties(text, `export interface ${type}Result {`),
  };
}

/** Reads a nested type, such as `lambda.FunctionEnvironment`. */
export function readObject(name: string): Properties {
  const known = objects.get(name);
  if (known !== undefined) return known;
  const [namespace = "", type = ""] = name.split(".");
  const properties =
    findNested("input", namespace, type) ?? findNested("output", namespace, type) ?? {};
  objects.set(name, properties);
  return properties;
}

/** Whether a property of a nested type may be left out and is always given: AWS chooses it then. */
export function readComputed(name: string, property: string): boolean {
  const [namespace = "", type = ""] = name.split(".");
  const input = findNested("input", namespace, type)?.[property];
  const output = findNested("output", namespace, type)?.[property];
  return output?.optional === false && input?.optional !== false;
}

function readDeclarations(file: string): string | undefined {
  const path = join(PACKAGE, `${file}.d.ts`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

const namespaces = new Map<string, string>();

/** The two files of nested types are large: only the one declaration is parsed. */
function findNested(file: string, namespace: string, type: string): Properties | undefined {
  const key = `${file}/${namespace}`;
  let text = namespaces.get(key);
  if (text === undefined) {
    const all = readDeclarations(`types/${file}`) ?? "";
    const start = all.indexOf(`\nexport declare namespace ${namespace} {`);
    const end = all.indexOf("\n}", start);
    text = start < 0 ? "" : all.slice(start, end);
    namespaces.set(key, text);
  }
  const opening = `    interface ${type} {`;
  return text.includes(opening) ? findProperties(text, opening, "\n    }") : undefined;
}

function findProperties(text: string, opening: string, closing = "\n}"): Properties {
  const start = text.indexOf(opening);
  if (start < 0) return {};
  const source = text.slice(
    text.indexOf("{", start),
    text.indexOf(closing, start) + closing.length,
  );
  const { program } = parseSync("x.d.ts", `interface X ${membersOnly(source)}`);
  const [statement] = program.body;
  if (statement?.type !== "TSInterfaceDeclaration") throw new Error(`Cannot parse ${opening}`);
  return Object.fromEntries(statement.body.body.flatMap(readProperty));
}

/** Of a class, the properties alone: what has neither parameters nor `static`. */
function membersOnly(source: string): string {
  return source.replaceAll(/^ {4}(static |private |constructor).*$/gm, "");
}

function readProperty(member: TSSignature): [string, Property][] {
  if (member.type !== "TSPropertySignature" || member.key.type !== "Identifier") return [];
  if (!member.typeAnnotation) return [];
  const read = readType(member.typeAnnotation.typeAnnotation);
  return [[member.key.name, { type: read.type, optional: member.optional || read.optional }]];
}

function readType(node: TSType): Property {
  switch (node.type) {
    case "TSStringKeyword":
    case "TSLiteralType":
      return required({ kind: "string" });
    case "TSNumberKeyword":
      return required({ kind: "number" });
    case "TSBooleanKeyword":
      return required({ kind: "boolean" });
    case "TSArrayType":
      return required({ kind: "array", items: readType(node.elementType).type });
    case "TSTypeLiteral":
      return required({ kind: "map", items: readIndexSignature(node.members) });
    case "TSUnionType":
      return readUnion(node.types);
    case "TSTypeReference":
      return readReference(node);
    default:
      return required({ kind: "any" });
  }
}

function readIndexSignature(members: readonly TSSignature[]): PropertyType {
  const [member] = members;
  if (member?.type !== "TSIndexSignature") return { kind: "any" };
  return readType(member.typeAnnotation.typeAnnotation).type;
}

function readUnion(nodes: readonly TSType[]): Property {
  const known = nodes.filter((node) => node.type !== "TSUndefinedKeyword");
  const read = known.map(readType);
  // A resource where its ID may stand arrives as the ID
  const types = read.map(({ type }) => type).filter(({ kind }) => kind !== "any");
  const kinds = new Map(types.map((type) => [JSON.stringify(type), type]));
  const [only, ...more] = kinds.values();
  const optional = known.length < nodes.length || read.some((each) => each.optional);
  if (only === undefined) return { type: { kind: "any" }, optional };
  return { type: more.length === 0 ? only : { kind: "union", types: [only, ...more] }, optional };
}

function readReference(node: Extract<TSType, { type: "TSTypeReference" }>): Property {
  const name = nameOf(node.typeName);
  const [argument] = node.typeArguments?.params ?? [];
  if (argument && (name === "pulumi.Input" || name === "pulumi.Output")) return readType(argument);
  if (name === "pulumi.asset.Archive") return required({ kind: "archive" });
  if (name === "ARN" || name.startsWith("enums.")) return required({ kind: "string" });
  const nested = /^(?:inputs|outputs)\.(.+)$/.exec(name)?.[1];
  return required(nested === undefined ? { kind: "any" } : { kind: "object", name: nested });
}

type TypeName = Extract<TSType, { type: "TSTypeReference" }>["typeName"];

function nameOf(node: TypeName): string {
  if (node.type === "Identifier") return node.name;
  if (node.type === "TSQualifiedName") return `${nameOf(node.left)}.${node.right.name}`;
  return "";
}

function required(type: PropertyType): Property {
  return { type, optional: false };
}
