import assert from "node:assert/strict";
import { readPages } from "./doc-examples.ts";
import type { CodeBlock } from "./markdown.ts";

/** A command that a page shows, with what it prints. */
export interface ConsoleExample {
  /** `README.md:17` */
  readonly place: string;
  readonly command: string;
  /** What the page shows below the command; `…` stands for anything. */
  readonly shown: string;
}

/** All of them, page by page. */
export function readConsoleExamples(): ConsoleExample[] {
  return [...readPages()].flatMap(([path, { blocks }]) =>
    blocks.filter(({ language }) => language === "console").map((block) => parse(path, block)),
  );
}

function parse(path: string, { line, text }: CodeBlock): ConsoleExample {
  const [command = "", ...shown] = text.split("\n");
  assert.ok(command.startsWith("$ "), `${path}:${line + 1}: a command begins with "$ "`);
  return { place: `${path}:${line + 1}`, command: command.slice(2), shown: shown.join("\n") };
}

/** Matches what is shown, as a whole; anything if nothing is. */
export function createPattern(shown: string): RegExp {
  if (shown.trim() === "") return /^/;
  const escaped = shown.trim().replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("…", "[^]*?")}$`);
}
