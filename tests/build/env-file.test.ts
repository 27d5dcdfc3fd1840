import assert from "node:assert/strict";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { parseEnvFile } from "../../build/env-file.ts";

describe("parseEnvFile()", () => {
  it("reads plain and quoted values, with their places", () => {
    const text = [
      "# comment",
      "PLAIN = one two # comment",
      `export SINGLE='a\\nb # no comment' ignored`,
      'MULTI="first\\nsecond',
      'OTHER=third"',
      "",
      "  EMPTY=",
      "SPACE= ",
      "LAST=`\"'`",
    ].join("\r\n");
    assert.deepEqual(parseEnvFile(text), [
      { kind: "assignment", name: "PLAIN", value: "one two", line: 2, column: 1 },
      { kind: "assignment", name: "SINGLE", value: "a\\nb # no comment", line: 3, column: 8 },
      {
        kind: "assignment",
        name: "MULTI",
        value: "first\nsecond\nOTHER=third",
        line: 4,
        column: 1,
      },
      { kind: "assignment", name: "EMPTY", value: "", line: 7, column: 3 },
      { kind: "assignment", name: "SPACE", value: "", line: 8, column: 1 },
      { kind: "assignment", name: "LAST", value: "\"'", line: 9, column: 1 },
    ]);
  });

  it("finds lines that set nothing, and quotes that are not closed", () => {
    assert.deepEqual(parseEnvFile("no variable\n=value\nA='tis\nB=1"), [
      { kind: "no assignment", line: 1, column: 1, endColumn: 12 },
      { kind: "no assignment", line: 2, column: 1, endColumn: 7 },
      { kind: "no closing quote", line: 3, column: 3, endColumn: 7 },
      { kind: "assignment", name: "B", value: "1", line: 4, column: 1 },
    ]);
  });

  it("reads what Node reads, of any well-formed file", () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{1,8}$/);
    const value = fc.oneof(
      fc.stringMatching(/^[a-z0-9.:/?=&+\\-]{1,12}(?: # note)?$/),
      fc.stringMatching(/^"(?:[a-z #='`\n]|\\n){0,12}"(?: # note)?$/),
      fc.stringMatching(/^'[a-z #="`\n\\]{0,12}'$/),
      fc.stringMatching(/^`[a-z #="'\n\\]{0,12}`$/),
    );
    const prefix = fc.constantFrom("", "export ", "# comment\n", "\n");
    const line = fc
      .tuple(prefix, name, value)
      .map(([before, key, text]) => `${before}${key}=${text}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const text = lines.map((content) => `${content}\n`).join("");
        const found = parseEnvFile(text).map((entry) =>
          entry.kind === "assignment" ? [entry.name, entry.value] : [entry.kind, text],
        );
        assert.deepEqual(Object.fromEntries(found), { ...parseEnv(text) });
      }),
      { numRuns: 1_000 },
    );
  });

  it("stays within the lines of any text, and finds each at most once", () => {
    const part = fc.constantFrom(
      "AB",
      "=",
      '"',
      "'",
      "`",
      "#",
      " ",
      "\n",
      "\r\n",
      "export ",
      "\\n",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        const lines = parseEnvFile(text).map(({ line }) => line);
        assert.deepEqual(
          lines,
          [...new Set(lines)].sort((a, b) => a - b),
        );
        assert.ok(lines.every((line) => line <= text.split("\n").length));
      }),
      { numRuns: 1_000 },
    );
  });

  it("takes no time over a lot of white space", () => {
    const text = `${"\r".repeat(100_000)}{`;
    assert.deepEqual(parseEnvFile(`${text}\nA = 1`), [
      { kind: "no assignment", line: 1, column: 1, endColumn: 100_002 },
      { kind: "assignment", name: "A", value: "1", line: 2, column: 1 },
    ]);
  });
});
