import assert from "node:assert/strict";
import { delimiter, dirname } from "node:path";
import { createPattern, readConsoleExamples } from "./support/console-examples.ts";
import { createDeveloperShell, type DeveloperShell } from "./support/developer-shell.ts";
import { createExample } from "./support/doc-examples.ts";
import { installPackage } from "./support/installed-package.ts";
import { runCommand } from "./support/run-command.ts";
import { PROJECT } from "./support/source-file.ts";
import { type StartedCommand, startCommand } from "./support/start-command.ts";

const EXAMPLES = readConsoleExamples();
const README = EXAMPLES.filter(({ place }) => place.startsWith("README.md"));
const DEMOS = EXAMPLES.filter(({ command }) => command.startsWith("npm run --silent demo "));
const OTHERS = EXAMPLES.filter((example) => ![...README, ...DEMOS].includes(example));

describe("the commands of the README", () => {
  let start: StartedCommand;
  let url = "";
  before(async function () {
    this.timeout("1m");
    start = startCommand("npm", ["start", "--", "--port", "0"], { cwd: PROJECT });
    [, url = ""] = await start.waitFor(/(127\.0\.0\.1:\d+)/);
  });
  after(() => start.stop());

  it("are those that its tour needs, in a terminal each", () => {
    const programs = README.map(({ command }) => command.split(" ", 2).join(" "));
    assert.deepEqual(programs.slice(0, 2), ["npm start", "npm test"]);
    assert.deepEqual([...new Set(programs.slice(2).map((text) => text.split(" ")[0]))], ["curl"]);
  });

  it("serve the chat page too, on a port of its own", async () => {
    const [, chat] = await start.waitFor(/ws:\/\/(127\.0\.0\.1:\d+) serves WebSockets/);
    assert.notEqual(chat, url);
    const page = await (await fetch(`http://${chat}`)).text();
    assert.match(page, /<title>Chat<\/title>[\s\S]*new WebSocket\("ws:\/\/127\.0\.0\.1:/);
  });

  let orderId = "";
  for (const { place, command, shown } of README.slice(2))
    it(`at ${place} answer as shown`, async () => {
      const answered = createPattern(shown);
      const line = command.replace("127.0.0.1:8000", url).replace("ORDER_ID", orderId);
      // The first answer is there before the jobs have run
      await waitUntil(async () => {
        const { stdout } = await runCommand("bash", ["-c", line], { cwd: PROJECT });
        orderId = /^\{"id":"([^"]+)"\}/m.exec(stdout)?.[1] ?? orderId;
        return stdout.replaceAll("\r", "").trim();
      }, answered);
    });
});

describe("the demonstrations", () => {
  let shell: DeveloperShell;
  before(async () => {
    shell = await createDeveloperShell();
  });
  after(() => shell.close());

  it("are all shown", async () => {
    const { stderr } = await runCommand("npm", ["run", "--silent", "demo", "all"], {
      cwd: PROJECT,
    });
    const names = DEMOS.map(({ command }) => command.split(" ").at(-1));
    assert.equal(stderr, `There is no demo "all". Demos: ${names.join(", ")}\n`);
  });

  for (const { place, command, shown } of DEMOS)
    it(`at ${place} shows what the page says, whatever keys the shell has`, async () => {
      const [file = "", ...args] = command.split(" ");
      // npm has its cache in the home
      const env = { ...shell.env, HOME: process.env.HOME };
      const { code, stdout, stderr } = await runCommand(file, args, { cwd: PROJECT, env });
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
      assert.match(stdout.trim(), createPattern(shown));
    });
});

describe("the commands of the docs", function () {
  this.timeout("1m");
  let env: NodeJS.ProcessEnv;
  let cwd = "";
  let dev: StartedCommand | undefined;
  before(async function () {
    this.timeout("2m");
    const installed = await installPackage();
    cwd = await createExample(installed, "README.md", "a-backend");
    const path = `${dirname(installed.command)}${delimiter}${process.env.PATH}`;
    env = { ...process.env, PATH: path, PORT: "0" };
  });

  async function startDev(args: readonly string[]): Promise<void> {
    dev = startCommand("queuerun", args, { cwd, env });
    await dev.waitFor(/http:\/\/127\.0\.0\.1:\d+/);
  }

  afterEach(async () => {
    if (dev !== undefined) assert.equal(await dev.stop(), 0, dev.output());
    dev = undefined;
  });

  for (const { place, command, shown } of OTHERS)
    it(`run at ${place}: ${command}`, async () => {
      const [file = "", ...args] = command.split(" ");
      assert.equal(file, "queuerun");
      if (args[0] === "dev") return await startDev(args);
      if (args[0] !== "build") await startDev(["dev"]);
      const { code, stdout, stderr } = await runCommand(file, args, { cwd, env });
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
      assert.match(stdout.trim(), createPattern(shown));
    });
});

/** Asks until the answer is as it should be, or fails with the last one after some seconds. */
async function waitUntil(ask: () => Promise<string>, pattern: RegExp): Promise<void> {
  const end = Date.now() + 20_000;
  let answer = await ask();
  while (!pattern.test(answer) && Date.now() < end) answer = await ask();
  assert.match(answer, pattern);
}
