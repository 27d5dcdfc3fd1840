import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { compileProject } from "./support/compile-project.ts";
import { type InstalledPackage, installPackage } from "./support/installed-package.ts";
import { type CodeBlock, type Page, parseMarkdown } from "./support/markdown.ts";
import { runCommand } from "./support/run-command.ts";
import { PROJECT } from "./support/source-file.ts";

const PAGES = new Map(
  [...readdirSync(PROJECT), ...readdirSync(join(PROJECT, "docs")).map((name) => `docs/${name}`)]
    .filter((path) => path.endsWith(".md"))
    .map((path) => [path, parseMarkdown(readFileSync(join(PROJECT, path), "utf8"))] as const),
);

/** What the examples of a page take for granted, by page and section: `tests/fixtures/docs/`. */
const GIVEN = join(PROJECT, "tests", "fixtures", "docs");

describe("docs", () => {
  it("link to what is there", () => {
    assert.deepEqual([...PAGES].flatMap(brokenLinks), []);
  });

  it("are all found from the README", () => {
    const linked = linkedPages("README.md", new Set());
    const pages = [...PAGES.keys()].filter((path) => path.startsWith("docs/"));
    assert.deepEqual(
      pages.filter((path) => !linked.has(path)),
      [],
    );
  });

  it("hold JSON that can be parsed", () => {
    for (const { blocks } of PAGES.values())
      for (const { language, text } of blocks) if (language === "json") JSON.parse(text);
  });

  it("give every TypeScript example the name of its file", () => {
    const nameless = [...PAGES].flatMap(([path, { blocks }]) =>
      blocks
        .filter(({ language, title }) => language === "ts" && title === undefined)
        .map(({ line }) => `${path}:${line}`),
    );
    assert.deepEqual(nameless, []);
  });

  describe("examples", () => {
    let installed: InstalledPackage;
    before(async function () {
      this.timeout("2m");
      installed = await installPackage();
    });

    for (const [path, page] of PAGES)
      for (const [section, files] of examplesBySection(page))
        it(`of ${path}, "${section}", build and compile`, async function () {
          this.timeout("1m");
          const name = join("docs", path, section);
          const folder = await installed.createProject(name, files);
          const given = join(GIVEN, path, section);
          if (existsSync(given)) await cp(given, folder, { recursive: true });
          const built = await runCommand(installed.command, ["build", "backend"], { cwd: folder });
          assert.deepEqual({ code: built.code, stderr: built.stderr }, { code: 0, stderr: "" });
          assert.deepEqual(compileProject(folder), []);
          const tests = Object.keys(files).filter((file) => file.endsWith(".test.ts"));
          if (tests.length > 0) await runTests(folder, tests);
        });
  });
});

async function runTests(folder: string, tests: readonly string[]): Promise<void> {
  const args = ["--test", "--test-reporter=tap", ...tests];
  const { code, stdout } = await runCommand(process.execPath, args, { cwd: folder });
  assert.equal(code, 0, stdout);
}

/** Examples with a name, by section: those of one section are one project. */
function examplesBySection({ blocks }: Page): Map<string, Record<string, string>> {
  const sections = new Map<string, Record<string, string>>();
  for (const block of blocks) {
    if (block.title === undefined) continue;
    const files = sections.get(block.section) ?? {};
    const file = projectFile(block);
    assert.equal(files[file], undefined, `Two examples of "${block.section}" are ${file}`);
    sections.set(block.section, { ...files, [file]: block.text });
  }
  return sections;
}

/** Pages name files within the backend folder; the README shows that folder too. */
function projectFile({ language, title = "" }: CodeBlock): string {
  return title.startsWith("backend/") || language === "json" ? title : `backend/${title}`;
}

function brokenLinks([path, { links }]: readonly [string, Page]): string[] {
  return links
    .filter(({ target }) => !isSound(path, target))
    .map(({ line, target }) => `${path}:${line}: ${target}`);
}

function isSound(path: string, target: string): boolean {
  if (/^\w+:/.test(target)) return target.startsWith("https://");
  const [file = "", anchor] = target.split("#");
  const linked = file === "" ? path : join(dirname(path), file);
  if (anchor === undefined) return existsSync(join(PROJECT, linked));
  return PAGES.get(linked)?.anchors.includes(anchor) ?? false;
}

function linkedPages(path: string, seen: Set<string>): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { target } of PAGES.get(path)?.links ?? [])
    if (!target.includes(":")) linkedPages(join(dirname(path), target.split("#")[0] ?? ""), seen);
  return seen;
}
