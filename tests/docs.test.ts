import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileProject } from "./support/compile-project.ts";
import { createExample, examplesBySection, readPages } from "./support/doc-examples.ts";
import { type InstalledPackage, installPackage } from "./support/installed-package.ts";
import type { Page } from "./support/markdown.ts";
import { isReadByOldestNode } from "./support/oldest-node.ts";
import { runCommand } from "./support/run-command.ts";
import { PROJECT } from "./support/source-file.ts";

const PAGES = readPages();

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

  it("describe each folder of sources", () => {
    const { include } = JSON.parse(readFileSync(join(PROJECT, "tsconfig.build.json"), "utf8"));
    const folders = (include as string[]).filter((path) => !path.includes("."));
    const text = readFileSync(join(PROJECT, "ARCHITECTURE.md"), "utf8");
    const described = [...text.matchAll(/^\| `(\w+)\/` \|/gm)].map(([, folder]) => folder);
    assert.deepEqual(described.sort(), folders.sort());
  });

  it("hold JSON that can be parsed", () => {
    for (const { blocks } of PAGES.values())
      for (const { language, text } of blocks) if (language === "json") JSON.parse(text);
  });

  it("give every TypeScript example the name of its file", () => {
    const nameless = [...PAGES].flatMap(([path, { blocks }]) =>
      blocks
        .filter(({ language, title }) => /^tsx?$/.test(language) && title === undefined)
        .map(({ line }) => `${path}:${line}`),
    );
    assert.deepEqual(nameless, []);
  });

  it("give no TypeScript example that the oldest Node cannot read", () => {
    const newer = [...PAGES].flatMap(([path, { blocks }]) =>
      blocks
        .filter(({ language, text }) => /^tsx?$/.test(language) && !isReadByOldestNode(text))
        .map(({ line }) => `${path}:${line}`),
    );
    assert.deepEqual(newer, []);
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
          const folder = await createExample(installed, path, section);
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
