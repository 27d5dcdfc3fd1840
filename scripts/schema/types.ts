import ts from "typescript";
import type { Declarations } from "./declarations.ts";

/** A type in Pulumi's schema. https://www.pulumi.com/docs/iac/extending-pulumi/schema/ */
export interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  /** Of an input: known before there are any resources. */
  readonly plain?: true;
}

/** The token of a class or type; "Args" is what Pulumi itself adds to the names of inputs. */
export function typeToken(name: string): string {
  return `queuerun:index:${name.replace(/Args$/, "")}`;
}

/** Describes the type of an argument: whatever is not a `pulumi.Input` is plain. */
export function describeInput(node: ts.TypeNode, known: Declarations): TypeSpec {
  const input = unwrap(node, "pulumi.Input");
  if (input !== undefined)
    return describeType(input, (inner) => describeInput(inner, known), known);
  return { ...describeType(node, (inner) => describeInput(inner, known), known), plain: true };
}

export function describeOutput(node: ts.TypeNode, known: Declarations): TypeSpec {
  const describe = (inner: ts.TypeNode): TypeSpec => describeType(inner, describe, known);
  return describe(withoutUndefined(unwrap(node, "pulumi.Output") ?? node));
}

/** True of `pulumi.Output<string | undefined>`. */
export function mayBeAbsent(node: ts.TypeNode): boolean {
  const type = unwrap(node, "pulumi.Output") ?? node;
  return withoutUndefined(type) !== type;
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  boolean: "boolean",
  Integer: "integer",
};

function describeType(
  node: ts.TypeNode,
  describe: (inner: ts.TypeNode) => TypeSpec,
  known: Declarations,
): TypeSpec {
  const name = node.getText();
  const primitive = PRIMITIVES[name];
  if (primitive !== undefined) return { type: primitive };
  if (known.interfaces.has(name) || known.enums.has(name))
    return { $ref: `#/types/${typeToken(name)}` };
  if (ts.isArrayTypeNode(node)) return { type: "array", items: describe(node.elementType) };
  const [key, value] = typeArguments(node, "Record");
  if (key?.getText() === "string" && value !== undefined)
    return { type: "object", additionalProperties: describe(value) };
  throw new Error(`Pulumi's schema has nothing for the type "${name}"`);
}

function unwrap(node: ts.TypeNode, name: string): ts.TypeNode | undefined {
  return typeArguments(node, name)[0];
}

function typeArguments(node: ts.TypeNode, name: string): readonly ts.TypeNode[] {
  if (!ts.isTypeReferenceNode(node) || node.typeName.getText() !== name) return [];
  return node.typeArguments ?? [];
}

function withoutUndefined(node: ts.TypeNode): ts.TypeNode {
  if (!ts.isUnionTypeNode(node)) return node;
  const types = node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  const [type] = types;
  if (type === undefined || types.length > 1)
    throw new Error(`Pulumi's schema has nothing for the type "${node.getText()}"`);
  return type;
}
