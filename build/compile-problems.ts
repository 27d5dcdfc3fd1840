import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Location, Message, Note } from "esbuild";
import { findNearest } from "../manifest/find-nearest.ts";
import type { Problem } from "../manifest/problem.ts";
import { isUserSource } from "./user-source.ts";

/** Says what the compiler found, in terms of the backend. */
export function createCompileProblem(folder: string, message: Message): Problem {
  const { text, location } = message;
  const { message: what, fix } = explain(folder, message);
  return {
    ...(location === null ? {} : placeOf(location)),
    message: (what ?? text).replaceAll('"queuerun:sdk.mjs"', '"queuerun/sdk"'),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Warnings about the user's own code: what is in a dependency, its author has to read. */
export function createCompileWarnings(folder: string, warnings: readonly Message[]): Problem[] {
  return warnings
    .filter(({ location }) => location !== null && isUserSource(location.file))
    .map((warning) => createCompileProblem(folder, warning));
}

// esbuild counts columns from zero, and in bytes.
function placeOf({ file, line, column, length, lineText }: Location) {
  const bytes = Buffer.from(lineText);
  const start = bytes.subarray(0, column).toString().length;
  const end = bytes.subarray(0, column + length).toString().length;
  return { file, line, column: start + 1, ...(length > 0 ? { endColumn: end + 1 } : {}) };
}

interface Explanation {
  readonly message?: string;
  readonly fix?: string | undefined;
}

function explain(folder: string, { text, location, notes, detail }: Message): Explanation {
  if (isExplanation(detail)) return detail;
  const unresolved = /^Could not resolve "(.+)"$/.exec(text)?.[1];
  if (unresolved !== undefined && /^\.{0,2}\//.test(unresolved))
    return explainMissingFile(folder, location?.file ?? "", unresolved);
  // esbuild's advice on imports that stay outside of the bundle: here nothing can.
  const [note] = notes.filter((note) => !note.text.startsWith("You can mark the path"));
  if (note !== undefined) return { fix: describeNote(note) };
  if (unresolved !== undefined) return explainMissingPackage(unresolved);
  const [, extension, file] = /^No loader is configured for "(.+)" files: (.+)$/.exec(text) ?? [];
  if (extension !== undefined && file !== undefined) return explainNoLoader(extension, file);
  return location?.suggestion ? { fix: `Write ${JSON.stringify(location.suggestion)}` } : {};
}

// Plugins tell what to write in `detail`, as esbuild's messages have no place for it.
function isExplanation(detail: unknown): detail is { readonly fix: string } {
  return typeof detail === "object" && detail !== null && "fix" in detail;
}

function explainMissingFile(folder: string, importer: string, specifier: string): Explanation {
  const place = join(dirname(importer), dirname(specifier));
  const nearest = findNearest(basename(specifier), listNames(join(folder, place)));
  return {
    message: `There is no file "${specifier}"`,
    fix:
      nearest === undefined ? "Correct the path, or create the file" : `Did you mean "${nearest}"?`,
  };
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // The folder is missing as well: there is no name to suggest.
    return [];
  }
}

// `The original key "a" is here:`, of which a terminal can only show the place.
function describeNote({ text, location }: Note): string {
  if (location === null) return text;
  const { file, line, column } = placeOf(location);
  return text.replace(/\bhere:$/, `at ${file}:${line}:${column}`);
}

function explainMissingPackage(specifier: string): Explanation {
  const message = `Cannot find "${specifier}"`;
  if (specifier.startsWith("#"))
    return {
      message,
      fix: 'Add it to "imports" in package.json, with a path that begins with "./"',
    };
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  return { message, fix: `Install it: npm install ${name}` };
}

function explainNoLoader(extension: string, file: string): Explanation {
  if (extension === ".node")
    return {
      message: `"${file}" is a native addon, compiled for one kind of machine: it cannot be part of a package`,
      fix: "Use a dependency without native code, or one in WebAssembly",
    };
  return {
    message: `Cannot import "${file}": it is no code`,
    fix: "Import code, .json or .txt",
  };
}
