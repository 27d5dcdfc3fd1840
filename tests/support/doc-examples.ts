import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { InstalledPackage } from "./installed-package.ts";
import { type CodeBlock, type Page, parseMarkdown } from "./markdown.ts";
import { PROJECT } from "./source-file.ts";

/** What examples take for granted, by page and section; `packages/` is for their node_modules. */
const GIVEN = join(PROJECT, "tests", "fixtures", "docs");

/** All pages of the project, by path. */
export function readPages(): Map<string, Page> {
  const docs = readdirSync(join(PROJECT, "docs")).map((name) => `docs/${name}`);
  const paths = [...readdirSync(PROJECT), ...docs].filter((path) => path.endsWith(".md"));
  return new Map(paths.map((path) => [path, readPage(path)]));
}

export function readPage(path: string): Page {
  return parseMarkdown(readFileSync(join(PROJECT, path), "utf8"));
}

/** Code blocks that are files, by section: those of one section are one project. */
export function examplesBySection({ blocks }: Page): Map<string, Record<string, string>> {
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

/** Makes a project of the examples of one section and of what they take for granted. */
export async function createExample(
  installed: InstalledPackage,
  path: string,
  section: string,
): Promise<string> {
  const files = examplesBySection(readPage(path)).get(section) ?? {};
  const folder = await installed.createProject(join("docs", path, section), files);
  const given = join(GIVEN, path, section);
  if (existsSync(given)) await cp(given, folder, { recursive: true });
  const packages = join(given, "packages");
  if (existsSync(packages)) await cp(packages, join(folder, "node_modules"), { recursive: true });
  return folder;
}

/** Pages name files within the backend folder; the README shows that folder too. */
function projectFile({ language, title = "" }: CodeBlock): string {
  return title.startsWith("backend/") || language === "json" ? title : `backend/${title}`;
}
