import type {
  BindingPattern,
  Expression,
  MemberExpression,
  ObjectExpression,
  ObjectProperty,
  Program,
  VariableDeclaration,
} from "oxc-parser";

/** Evaluates expressions that need no code to run: literals, arithmetic, constants of the same file. */
export interface Scope {
  /** The initializer of a `const` at the top level of the file. */
  constant(name: string): Expression | undefined;
}

export type Evaluated =
  | { readonly known: true; readonly value: unknown }
  /** `reason` continues the sentence "it must be known, but". */
  | { readonly known: false; readonly reason: string };

/** @param program Called by the first look-up: most configs need none, and a whole tree is slow to make. */
export function createScope(program: () => Program): Scope {
  let constants: Map<string, Expression> | undefined;
  return {
    constant(name) {
      constants ??= findConstants(program());
      return constants.get(name);
    },
  };
}

export function findConstants(program: Program): Map<string, Expression> {
  const constants = new Map<string, Expression>();
  for (const statement of program.body) {
    const declaration =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type === "VariableDeclaration") addConstants(declaration, constants);
  }
  return constants;
}

function addConstants(
  { kind, declarations }: VariableDeclaration,
  constants: Map<string, Expression>,
): void {
  if (kind !== "const") return;
  for (const { id, init } of declarations) {
    const name = bindingName(id);
    if (name !== undefined && init !== null) constants.set(name, init);
  }
}

function bindingName(pattern: BindingPattern): string | undefined {
  return pattern.type === "Identifier" ? pattern.name : undefined;
}

/** The object literal that `expression` is, types and constants seen through; null if it is none. */
export function findObject(expression: Expression, scope: Scope): ObjectExpression | null {
  const value = unwrap(expression);
  if (value.type === "ObjectExpression") return value;
  if (value.type !== "Identifier") return null;
  const constant = scope.constant(value.name);
  return constant === undefined ? null : findObject(constant, withoutConstant(scope, value.name));
}

export function evaluate(expression: Expression, scope: Scope): Evaluated {
  const node = unwrap(expression);
  switch (node.type) {
    case "Literal":
      return evaluateLiteral(node.value);
    case "TemplateLiteral":
      if (node.expressions.length > 0) return unknown("it is a template with holes");
      return known(node.quasis[0]?.value.cooked);
    case "UnaryExpression":
      return evaluateUnary(node.operator, evaluate(node.argument, scope));
    case "BinaryExpression":
      if (node.left.type === "PrivateIdentifier") return unknown("it is computed");
      return evaluateBinary(node.operator, evaluate(node.left, scope), evaluate(node.right, scope));
    case "Identifier":
      return evaluateIdentifier(node.name, scope);
    case "MemberExpression":
      return evaluateMember(node, scope);
    case "ArrayExpression":
      return evaluateAll(node.elements, scope);
    case "ObjectExpression":
      return evaluateObject(node, scope);
    default:
      return unknown(describeNode(node.type));
  }
}

/** Takes off what only the type checker sees, and parentheses. */
function unwrap(expression: Expression): Expression {
  switch (expression.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return unwrap(expression.expression);
    default:
      return expression;
  }
}

function evaluateLiteral(value: unknown): Evaluated {
  if (typeof value === "bigint") return unknown("it is a bigint");
  if (value instanceof RegExp) return unknown("it is a regular expression");
  return known(value);
}

function evaluateUnary(operator: string, argument: Evaluated): Evaluated {
  if (!argument.known) return argument;
  if (operator === "!") return known(!argument.value);
  if (typeof argument.value !== "number") return unknown("it is computed");
  if (operator === "-") return known(-argument.value);
  if (operator === "+") return known(argument.value);
  return unknown("it is computed");
}

function evaluateBinary(operator: string, left: Evaluated, right: Evaluated): Evaluated {
  if (!left.known) return left;
  if (!right.known) return right;
  if (typeof left.value !== "number" || typeof right.value !== "number")
    return unknown("it is computed");
  const result = calculate(operator, left.value, right.value);
  return result === undefined ? unknown("it is computed") : known(result);
}

function calculate(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "**":
      return left ** right;
    default:
      return undefined;
  }
}

function evaluateIdentifier(name: string, scope: Scope): Evaluated {
  if (name === "undefined") return known(undefined);
  const constant = scope.constant(name);
  if (constant === undefined) return unknown(`"${name}" is no constant of this file`);
  return evaluate(constant, withoutConstant(scope, name));
}

function evaluateMember({ object, property, computed }: MemberExpression, scope: Scope): Evaluated {
  const evaluated = evaluate(object, scope);
  const isOwn =
    evaluated.known &&
    typeof evaluated.value === "object" &&
    evaluated.value !== null &&
    !computed &&
    property.type === "Identifier" &&
    Object.hasOwn(evaluated.value, property.name);
  if (!isOwn) return unknown("it is read when the code runs");
  return known(Reflect.get(evaluated.value as object, property.name));
}

// A constant that refers to itself would be evaluated forever.
function withoutConstant(scope: Scope, hidden: string): Scope {
  return { constant: (name) => (name === hidden ? undefined : scope.constant(name)) };
}

function evaluateAll(
  elements: readonly (Expression | { readonly type: "SpreadElement" } | null)[],
  scope: Scope,
): Evaluated {
  const values: unknown[] = [];
  for (const element of elements) {
    if (element === null || element.type === "SpreadElement") return unknown("it is computed");
    const evaluated = evaluate(element, scope);
    if (!evaluated.known) return evaluated;
    values.push(evaluated.value);
  }
  return known(values);
}

function evaluateObject({ properties }: ObjectExpression, scope: Scope): Evaluated {
  const entries: [string, unknown][] = [];
  for (const property of properties) {
    const key = property.type === "Property" ? propertyKey(property) : null;
    if (property.type !== "Property" || key === null || property.kind !== "init")
      return unknown("it is computed");
    const evaluated = evaluate(property.value, scope);
    if (!evaluated.known) return evaluated;
    entries.push([key, evaluated.value]);
  }
  return known(Object.fromEntries(entries));
}

/** The name of a property; null if it is computed. */
export function propertyKey({ key, computed }: ObjectProperty): string | null {
  if (key.type === "Identifier" && !computed) return key.name;
  if (key.type === "Literal" && typeof key.value !== "object") return String(key.value);
  return null;
}

function describeNode(type: Expression["type"]): string {
  if (type === "CallExpression" || type === "NewExpression") return "it is the result of a call";
  if (type === "ArrowFunctionExpression" || type === "FunctionExpression")
    return "it is a function";
  return "it is computed";
}

function known(value: unknown): Evaluated {
  return { known: true, value };
}

function unknown(reason: string): Evaluated {
  return { known: false, reason };
}
