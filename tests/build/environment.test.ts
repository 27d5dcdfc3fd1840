import assert from "node:assert/strict";
import { OWN_VARIABLES_BYTES, parseEnvironment, refuseVariable } from "../../build/environment.ts";

describe("parseEnvironment()", () => {
  it("reads variables as Node does, and counts their bytes", () => {
    const text = `# A comment
DATABASE_URL="postgres://db"
export GREETING='grüß dich' # Said first
MULTI="one
QUEUERUN_X=two"
EMPTY=
`;
    assert.deepEqual(parseEnvironment(".env", text, "local"), {
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

  it("allows a region, keys and a profile of the backend's own", () => {
    const names = [
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_REGION",
      "AWS_DEFAULT_REGION",
      "AWS_PROFILE",
    ];
    const { problems } = parseEnvironment(
      ".env",
      names.map((name) => `${name}=x\n`).join(""),
      "deployed",
    );
    assert.deepEqual(problems, []);
  });

  it("allows the token of temporary keys on a laptop, where somebody renews them", () => {
    const text = "AWS_SESSION_TOKEN=x";
    assert.deepEqual(parseEnvironment(".env", text, "local").problems, []);
    assert.deepEqual(parseEnvironment(".env.production", text, "deployed").problems, [
      {
        file: ".env.production",
        line: 1,
        column: 1,
        endColumn: 18,
        message:
          '"AWS_SESSION_TOKEN" cannot be deployed: the keys that it belongs to end within hours',
        fix: "Give the keys of an IAM user, which have no token, or grant the backend a role: backendPolicy",
      },
    ]);
  });

  it("refuses what would run code before the keys are put away", () => {
    const names = [
      ...["LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "DYLD_INSERT_LIBRARIES"],
      ...["BASH_ENV", "BASH_COMPAT", "BASH_FUNC_unset%%", "BASHOPTS", "SHELLOPTS"],
      ...["GCONV_PATH", "LOCPATH", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES"],
      ...["NODE_OPTIONS", "NODE_COMPILE_CACHE", "NODE_CHANNEL_FD", "NODE_REPL_EXTERNAL_MODULE"],
    ];
    const messages = names.map((name) => refuseVariable(name, "local")?.message);
    const reason = "it could run code before queuerun has put its credentials away";
    assert.deepEqual(
      messages,
      names.map((name) => `"${name}" cannot be set: ${reason}`),
    );
  });

  it("says where a refused name stands, also after values of several lines", () => {
    const text =
      'KEY="-----BEGIN\r\nNODE_OPTIONS=inside\r\n-----END"\r\n  export NODE_OPTIONS=--inspect\r\n';
    assert.deepEqual(parseEnvironment("local.env", text, "local").problems, [
      {
        file: "local.env",
        line: 4,
        column: 10,
        endColumn: 22,
        message:
          '"NODE_OPTIONS" cannot be set: it could run code before queuerun has put its credentials away',
        fix: "Remove it",
      },
    ]);
  });

  it("takes 4,096 bytes, queuerun's own included, and not one more", () => {
    const room = 4_096 - OWN_VARIABLES_BYTES - "NAME".length;
    assert.deepEqual(parseEnvironment(".env", `NAME=${"x".repeat(room)}`, "local").problems, []);
    assert.deepEqual(parseEnvironment(".env", `NAME=${"x".repeat(room + 1)}`, "local").problems, [
      {
        file: ".env",
        message: "The environment is 4,097 bytes, at most 4,096 bytes (900 of them queuerun's own)",
        fix: "Keep large values elsewhere, as in Systems Manager Parameter Store, and read them in warmup()",
      },
    ]);
  });
});
