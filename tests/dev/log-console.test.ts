import assert from "node:assert/strict";
import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { setUpConsole } from "../../dev/log-console.ts";

/** What a console prints that is set up for an environment. */
function print(env: Readonly<Record<string, string>>, use: (console: Console) => void): string {
  const stream = new PassThrough();
  const console = new Console(stream);
  setUpConsole(console, env);
  use(console);
  return String(stream.read() ?? "");
}

describe("setUpConsole()", () => {
  const all = (console: Console) => {
    console.debug("debug");
    console.info("info %d", 1);
    console.warn("100%", { a: 1 });
    console.error("one\ntwo");
  };

  it("leaves out debug messages at the level of INFO", () => {
    assert.equal(print({ AWS_LAMBDA_LOG_LEVEL: "INFO" }, all), "info 1\n100% { a: 1 }\none\ntwo\n");
    assert.match(print({ AWS_LAMBDA_LOG_LEVEL: "DEBUG" }, all), /^debug\n/);
  });

  it("shows the level of each line in colour where that is wanted", () => {
    assert.equal(
      print({ AWS_LAMBDA_LOG_LEVEL: "DEBUG", FORCE_COLOR: "1" }, all),
      "\u001b[2mdebug\u001b[22m\ninfo 1\n\u001b[33m100% { a: 1 }\u001b[39m\n\u001b[31mone\u001b[39m\n\u001b[31mtwo\u001b[39m\n",
    );
    assert.equal(
      print({ AWS_LAMBDA_LOG_LEVEL: "INFO", FORCE_COLOR: "1" }, (console) => console.debug("x")),
      "",
    );
  });
});
