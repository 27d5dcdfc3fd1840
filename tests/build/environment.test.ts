import assert from "node:assert/strict";
import { OWN_VARIABLES_BYTES, parseEnvironment } from "../../build/environment.ts";

describe("parseEnvironment()", () => {
  it("reads variables as Node does, and counts their bytes", () => {
    const text = `# A comment
DATABASE_URL="postgres://db"
export GREETING='grüß dich' # Said first
MULTI="one
QUEUERUN_X=two"
EMPTY=
`;
    assert.deepEqual(parseEnvironment(".env", text), {
      variables: {
        DATABASE_URL: "postgres://db",
        GREETING: "grüß dich",
        MULTI: "one\nQUEUERUN_X=two",
        EMPTY: "",
      },
      bytes: OWN_VARIABLES_BYTES + 12 + 13 + 8 + 11 + 5 + 18 + 5,
      problems: [],
    });
  });

  it("allows keys and a region of the backend's own", () => {
    const names = [
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_REGION",
      "AWS_DEFAULT_REGION",
      "AWS_PROFILE",
    ];
    const { problems } = parseEnvironment(".env", names.map((name) => `${name}=x\n`).join(""));
    assert.deepEqual(problems, []);
  });

  it("says where a refused name stands, also after values of several lines", () => {
    const text =
      'KEY="-----BEGIN\r\nNODE_OPTIONS=inside\r\n-----END"\r\n  export NODE_OPTIONS=--inspect\r\n';
    assert.deepEqual(parseEnvironment("local.env", text).problems, [
      {
        file: "local.env",
        line: 4,
        column: 10,
        endColumn: 22,
        message:
          '"NODE_OPTIONS" cannot be set: it would run code before queuerun has put its credentials away',
        fix: "Remove it",
      },
    ]);
  });

  it("takes 4,096 bytes, queuerun's own included, and not one more", () => {
    const room = 4_096 - OWN_VARIABLES_BYTES - "NAME".length;
    assert.deepEqual(parseEnvironment(".env", `NAME=${"x".repeat(room)}`).problems, []);
    assert.deepEqual(parseEnvironment(".env", `NAME=${"x".repeat(room + 1)}`).problems, [
      {
        file: ".env",
        message: "The environment is 4,097 bytes, at most 4,096 bytes (700 of them queuerun's own)",
        fix: "Keep large values elsewhere, as in Systems Manager Parameter Store, and read them in warmup()",
      },
    ]);
  });
});
