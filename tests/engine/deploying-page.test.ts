import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPage } from "../support/doc-examples.ts";
import type { CodeBlock } from "../support/markdown.ts";
import { PROJECT } from "../support/source-file.ts";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { createTypeScriptProgram, FULL_BACKEND_FILES } from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

const PATH = "docs/deploying.md";
const PAGE = readPage(PATH);
const PLUGINS = fileURLToPath(new URL("bin", import.meta.url));
const REGION = "eu-west-1";

/** Runs the page as its reader would: its files, and its commands one after the other. */
describe("docs/deploying.md", function () {
  this.timeout(300_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine({ region: REGION });
    project = await engine.createProject({
      ...backendFiles(),
      "index.ts": textOf("five-minutes", "typescript"),
      "Pulumi.yaml": textOf("five-minutes", "yaml"),
    });
    stack = project.openStack("dev");
  });
  after(() => engine?.remove());

  it("deploys in five minutes", async () => {
    await run(commandsOf("five-minutes"));
    const { url, paused } = await stack.outputs();
    assert.match(String(url), /^https:\/\/[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/);
    assert.equal(paused, false);
  });

  it("is what the README shows", () => {
    const { blocks } = readPage("README.md");
    const shown = (language: string) => blocks.filter((block) => block.language === language);
    assert.deepEqual(
      [...shown("typescript"), ...shown("sh")].map(({ text }) => text),
      [textOf("five-minutes", "typescript"), textOf("pausing", "sh")],
    );
  });

  it("lists every resource that it makes", async () => {
    const program = createTypeScriptProgram("provisionedConcurrency: 1");
    const full = await engine.createProject({ ...FULL_BACKEND_FILES, ...program });
    const { operations } = await (await full.createStack("full")).preview();
    const made = new Set(operations.map(({ type }) => shorten(type)));
    assert.deepEqual(
      [...made].filter((type) => type.startsWith("aws:")).sort(),
      listedResources().sort(),
    );
  });

  it("limits how much runs at a time", async () => {
    await run(commandsOf("how-much-at-a-time"));
    const [fn] = engine.aws.list("function");
    assert.equal(fn?.reserved, 20);
    assert.deepEqual(Object.values(fn?.provisioned ?? {}), [2]);
  });

  it("goes back to a version, and forward again", async () => {
    await project.write({
      "backend/api/index.ts": "export const post = () => ({ text: 'New' });\n",
    });
    await stack.up();
    const commands = commandsOf("going-back-to-a-version");
    await run(commands.slice(0, 2));
    assert.equal(servingVersion(), "1");
    await run(commands.slice(2));
    assert.equal(servingVersion(), "2");
  });

  it("pauses, and resumes", async () => {
    const commands = commandsOf("pausing");
    await run(commands.slice(0, 2));
    assert.equal((await stack.outputs()).paused, true);
    await run(commands.slice(2));
    assert.equal((await stack.outputs()).paused, false);
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });

  it("goes on after it was killed", async () => {
    engine.aws.advance(60);
    await stack.killAt({ action: "logs:CreateLogGroup", effect: "lose" }, "up");
    const { errors } = await stack.fail("up");
    assert.match(errors.join("\n"), /The specified log group already exists/);
    for (const { arn } of engine.aws.list("logGroup")) engine.aws.delete("logGroup", arn);
    const commands = commandsOf("when-aws-refuses").slice(0, 2);
    assert.deepEqual(commands, ["pulumi refresh --clear-pending-creates", "pulumi up"]);
    await run(commands);
    const { operations, warnings } = await stack.up();
    assert.deepEqual([operations, warnings], [[], []]);
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });

  it("deploys the same in YAML", async () => {
    const yaml = await engine.createProject({
      ...backendFiles(),
      "Pulumi.yaml": textOf("other-languages", "yaml").replace("node_modules/.bin", PLUGINS),
    });
    const other = await yaml.createStack("yaml", { "aws:region": REGION });
    await other.up();
    const { url, paused } = await other.outputs();
    assert.match(String(url), /^https:/);
    assert.equal(paused, false);
    await other.destroy();
  });

  async function run(commands: readonly string[]): Promise<void> {
    for (const command of commands) {
      const [program, ...words] = command.split(" ");
      assert.equal(program, "pulumi");
      if (words[0] === "up") await stack.up(...words.slice(1));
      else if (words[0] === "refresh") await stack.refresh(...words.slice(1));
      else await stack.run(...words);
    }
  }

  function servingVersion(): string | undefined {
    return engine.aws.list("function")[0]?.aliases.live?.version;
  }
});

function blocksOf(section: string): CodeBlock[] {
  return PAGE.blocks.filter((block) => block.section === section);
}

function textOf(section: string, language: string): string {
  const block = blocksOf(section).find((candidate) => candidate.language === language);
  assert.ok(block, `${section} has no ${language}`);
  return block.text;
}

function backendFiles(): Record<string, string> {
  const files = blocksOf("five-minutes").filter(({ title }) => title !== undefined);
  return Object.fromEntries(files.map(({ title, text }) => [`backend/${title}`, text]));
}

function commandsOf(section: string): string[] {
  const blocks = blocksOf(section).filter(({ language }) => language === "sh");
  return blocks.flatMap(({ text }) => text.trim().split("\n"));
}

/** The first column of the table. */
function listedResources(): string[] {
  const text = readFileSync(join(PROJECT, PATH), "utf8");
  const [, section = ""] = text.split("## What it makes");
  return [...section.matchAll(/^\| `(aws:[\w:]+)`/gm)].map(([, type = ""]) => type);
}

/** `aws:lambda/function:Function` -> `aws:lambda:Function` */
function shorten(type: string): string {
  return type.replace(/\/\w+/, "");
}
