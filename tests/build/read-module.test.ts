import assert from "node:assert/strict";
import fc from "fast-check";
import { readModule } from "../../build/read-module.ts";

describe("readModule()", () => {
  it("finds exported values by any form of export, and no types", () => {
    const text = `import { a } from "./a.ts";
export type { A } from "./a.ts";
export interface B {}
export const c = 1, { d, e: [f] } = a;
export function g() {}
export class H {}
export enum I {}
export { a as j };
export { k as default, type L } from "./a.ts";
export * from "./a.ts";
export * as m from "./a.ts";
`;
    const names = readModule("api/a.ts", text).module.exports?.map(({ name }) => name);
    assert.deepEqual(names?.sort(), ["*", "H", "I", "c", "d", "default", "f", "g", "j", "m"]);
  });

  it("gives the place of each name", () => {
    const text = "/* é */ export const get = 1;\nexport default\n  () => 1;\nexport * from 'x';\n";
    assert.deepEqual(readModule("api/a.ts", text).module.exports, [
      {
        name: "get",
        place: { line: 1, column: 22, endColumn: 25 },
        isPlainData: true,
        isNull: false,
      },
      {
        name: "default",
        place: { line: 2, column: 8, endColumn: 15 },
        isPlainData: false,
        isNull: false,
      },
      {
        name: "*",
        place: { line: 4, column: 1, endColumn: 19 },
        isPlainData: false,
        isNull: false,
      },
    ]);
  });

  it("finds what CommonJS exports", () => {
    const text = `const path = require("path");
module.exports = { get() {}, post: path.join, [path.sep]: 1, ...path };
exports.put = () => {};
module.exports.patch = 5;
other.exports.del = 5;
`;
    const { module } = readModule("api/a.cjs", text);
    assert.deepEqual(
      module.exports?.map(({ name, isPlainData }) => [name, isPlainData]),
      [
        ["get", false],
        ["post", false],
        ["put", false],
        ["patch", true],
      ],
    );
    assert.deepEqual(
      readModule("api/a.cjs", "module.exports = function () {};").module.exports?.map(
        ({ name }) => name,
      ),
      ["default"],
    );
  });

  it("reads the keys and values of a config, those of a spread constant first", () => {
    const text = `const base = { delay: "5m", batchSize: 1 } as const;
export const config = {
  ...base,
  batchSize: 2 * 5,
  retryDelay: (count: number) => count,
};
`;
    assert.deepEqual(readModule("queues/a.ts", text).module.config, [
      {
        key: "delay",
        keyPlace: { line: 1, column: 16, endColumn: 21 },
        value: { kind: "static", value: "5m", place: { line: 1, column: 23, endColumn: 27 } },
      },
      {
        key: "batchSize",
        keyPlace: { line: 1, column: 29, endColumn: 38 },
        value: { kind: "static", value: 1, place: { line: 1, column: 40, endColumn: 41 } },
      },
      {
        key: "batchSize",
        keyPlace: { line: 4, column: 3, endColumn: 12 },
        value: { kind: "static", value: 10, place: { line: 4, column: 14, endColumn: 19 } },
      },
      {
        key: "retryDelay",
        keyPlace: { line: 5, column: 3, endColumn: 13 },
        value: {
          kind: "expression",
          reason: "it is a function",
          place: { line: 5, column: 15, endColumn: 39 },
        },
      },
    ]);
  });

  it("says that a file cannot be parsed, and what it exports is unknown", () => {
    const { module, syntaxErrors } = readModule("api/a.ts", "export const get = {\n");
    assert.deepEqual(module, {
      file: "api/a.ts",
      exports: null,
      config: null,
      values: [],
    });
    assert.deepEqual(
      syntaxErrors.map(({ file, line }) => ({ file, line })),
      [{ file: "api/a.ts", line: 2 }],
    );
  });

  it("says of code that is nested too deep for the parser, or for itself, that it cannot be read", () => {
    const nested = ["(".repeat(100_000), `${"{a:".repeat(5_000)}1${"}".repeat(5_000)}`];
    const sum = "1+".repeat(20_000);
    const bracketless = [`${"a=>".repeat(20_000)}a`, `${"!".repeat(100_000)}a`];
    for (const value of [...nested, `${sum}1`, ...bracketless]) {
      const { module, problems } = readModule("api/a.ts", `export const config = { a: ${value} };`);
      assert.equal(module.exports, null);
      assert.deepEqual(problems, [
        {
          file: "api/a.ts",
          message: "The code is nested too deep to be read",
          fix: "Move data into a JSON file, and import it",
        },
      ]);
    }
  });

  it("reads code that is long, or deep within reason", () => {
    const flat = "console.log(1, 2);\n".repeat(10_000);
    const deep = `export function get(a) { ${"if (a) a(); else ".repeat(3_000)} a(); }`;
    const { module, problems } = readModule("api/a.ts", flat + deep);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      module.exports?.map(({ name }) => name),
      ["get"],
    );
  });

  it("evaluates a literal config as JavaScript does", () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const { module } = readModule("api/a.ts", `export const config = { a: ${expression} };`);
        const [entry] = module.config ?? [];
        assert.deepEqual(
          entry?.value.kind === "static" ? entry.value.value : entry?.value,
          new Function(`return (${expression});`)(),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("reads any text without a failure of its own", () => {
    const token = fc.constantFrom(
      ...[
        "export",
        "const",
        "config",
        "=",
        "{",
        "}",
        "(",
        ")",
        "...",
        "default",
        "a",
        "1",
        ",",
        ":",
      ],
      ...[
        "get",
        "[",
        "]",
        "`",
        "${",
        "as",
        "satisfies",
        "import",
        "from",
        '"x"',
        ";",
        "\n",
        "exports.",
      ],
    );
    const words = fc.array(token, { maxLength: 20 }).map((tokens) => tokens.join(" "));
    fc.assert(
      fc.property(fc.oneof(words, fc.string()), fc.constantFrom("a.ts", "a.cjs"), (text, file) => {
        const { module, syntaxErrors } = readModule(file, text);
        assert.equal(module.exports === null, syntaxErrors.length > 0);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Sources of literals, and of what is computed of them, as a config may hold. */
const { expression: expressions } = fc.letrec<{ expression: string }>((tie) => {
  const number = fc.oneof(
    fc.nat(1_000).map(String),
    fc.constantFrom("0.5", "1_000", "0x1f", "1e3"),
  );
  const sum = fc
    .tuple(number, fc.constantFrom("+", "-", "*", "/", "%", "**"), number)
    .map(([left, operator, right]) => `(${left} ${operator} ${right})`);
  const leaf = fc.oneof(
    number,
    sum,
    sum.map((source) => `-${source} + 2`),
    fc.string().map((text) => JSON.stringify(text)),
    fc.stringMatching(/^[a-z ]{0,5}$/).map((text) => `\`${text}\``),
    fc.constantFrom("true", "!true", "null", "undefined", "'it'"),
  );
  return {
    expression: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("expression"), { maxLength: 3 }).map((list) => `[${list.join(", ")}]`),
      fc
        .dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie("expression"), { maxKeys: 3 })
        .map((object) => objectSource(object)),
    ),
  };
});

function objectSource(object: Readonly<Record<string, string>>): string {
  const properties = Object.entries(object).map(([key, source]) => `"${key}": ${source}`);
  return `{ ${properties.join(", ")} }`;
}
