import { readFileSync } from "node:fs";
import ts from "typescript";

/** What the sources declare, by name. */
export interface Declarations {
  readonly interfaces: ReadonlyMap<string, Members>;
  /** Constant objects that stand for closed sets of texts. */
  readonly enums: ReadonlyMap<string, readonly EnumValue[]>;
  /** Public fields. */
  readonly classes: ReadonlyMap<string, Members>;
}

export interface Members {
  readonly description: string;
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly description: string;
  readonly optional: boolean;
  readonly type: ts.TypeNode;
}

export interface EnumValue {
  readonly name: string;
  readonly description: string;
  readonly value: string;
}

export function readDeclarations(files: readonly string[]): Declarations {
  const interfaces = new Map<string, Members>();
  const enums = new Map<string, readonly EnumValue[]>();
  const classes = new Map<string, Members>();
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    for (const node of source.statements) {
      if (ts.isInterfaceDeclaration(node))
        interfaces.set(
          node.name.text,
          readMembers(node, node.members.filter(ts.isPropertySignature)),
        );
      if (ts.isClassDeclaration(node) && node.name !== undefined)
        classes.set(
          node.name.text,
          readMembers(node, node.members.filter(ts.isPropertyDeclaration)),
        );
      if (ts.isVariableStatement(node))
        for (const declaration of node.declarationList.declarations) {
          const values = readEnum(declaration);
          if (values !== undefined) enums.set(declaration.name.getText(), values);
        }
    }
  }
  return { interfaces, enums, classes };
}

function readMembers(
  node: ts.Node,
  members: readonly (ts.PropertySignature | ts.PropertyDeclaration)[],
): Members {
  return {
    description: readDescription(node),
    members: members.flatMap((member) =>
      member.type === undefined
        ? []
        : [
            {
              name: member.name.getText(),
              description: readDescription(member),
              optional: member.questionToken !== undefined,
              type: member.type,
            },
          ],
    ),
  };
}

/** `{ Arm64: "arm64" } as const` */
function readEnum({ initializer }: ts.VariableDeclaration): readonly EnumValue[] | undefined {
  if (initializer === undefined || !ts.isAsExpression(initializer)) return undefined;
  const { expression } = initializer;
  if (!ts.isObjectLiteralExpression(expression)) return undefined;
  const values = expression.properties.map((property) =>
    ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer)
      ? {
          name: property.name.getText(),
          description: readDescription(property),
          value: property.initializer.text,
        }
      : undefined,
  );
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** The text of a documentation comment, in one line. */
function readDescription(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  const text = ts.getTextOfJSDocComment(comment) ?? "";
  if (text === "") throw new Error(`Not documented: ${node.getText().split("\n")[0]}`);
  return text.replaceAll(/\s+/g, " ");
}
