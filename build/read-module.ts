import { type OxcError, parseSync } from "oxc-parser";
import type { Problem } from "../manifest/problem.ts";
import { type ConfigEntry, READ_EXPORTS, type SourceModule } from "../manifest/source-module.ts";
import { createLineIndex } from "./line-index.ts";
import { type FoundExport, findCommonJsExports, findEsmExports } from "./module-exports.ts";
import { isNestedTooDeep } from "./nesting.ts";
import { type ConfigSource, readConfig, readValue } from "./read-config.ts";
import { replaceSelfReferences } from "./self-references.ts";
import { createScope } from "./static-value.ts";

export interface ReadModule {
  readonly module: SourceModule;
  readonly isCommonJs: boolean;
  /** The source to compile. */
  readonly text: string;
  readonly problems: readonly Problem[];
  /** The parser's. The compiler most often reports the same, in better words. */
  readonly syntaxErrors: readonly Problem[];
}

/** Reads the exported names and the `config` of `file` from its source, without running it. */
export function readModule(file: string, text: string): ReadModule {
  if (isNestedTooDeep(file, text)) return createDeepModule(file);
  try {
    return parseModule(file, text);
  } catch (error) {
    // What walks the tree calls itself, as with a sum of ten thousand numbers
    if (error instanceof RangeError) return createDeepModule(file);
    throw error;
  }
}

/** Nor is it compiled: for functions within each other that takes hours. */
function createDeepModule(file: string): ReadModule {
  const message = "The code is nested too deep to be read";
  const fix = "Move data into a JSON file, and import it";
  return createUnreadModule(file, { problems: [{ file, message, fix }] });
}

function parseModule(file: string, text: string): ReadModule {
  const parsed = parseSync(file, text);
  const scope = createScope(() => parsed.program);
  const source: ConfigSource = { file, scope, place: createLineIndex(text) };
  const syntaxErrors = parsed.errors
    .filter(({ severity }) => severity === "Error")
    .map((error) => syntaxProblem(error, source));
  if (syntaxErrors.length > 0) return createUnreadModule(file, { text, syntaxErrors });
  const isCommonJs = !parsed.module.hasModuleSyntax;
  const found = isCommonJs
    ? findCommonJsExports(parsed)
    : findEsmExports(file, text, parsed, scope);
  const problems: Problem[] = [];
  const exports = found.map(({ name, start, end, isPlainData, isNull }) => ({
    name,
    place: source.place(start, end),
    isPlainData,
    isNull,
  }));
  const config = readConfigExport(found, source, problems);
  return {
    module: { file, exports, config, values: readValues(found, source) },
    isCommonJs,
    text: replaceSelfReferences(file, text, parsed.module),
    problems,
    syntaxErrors,
  };
}

/** What is known of a file that cannot be read: that it is there, and why it cannot. */
export function createUnreadModule(
  file: string,
  known: Partial<Omit<ReadModule, "module">>,
): ReadModule {
  const module = { file, exports: null, config: null, values: [] };
  return { module, isCommonJs: false, text: "", problems: [], syntaxErrors: [], ...known };
}

function readValues(found: readonly FoundExport[], source: ConfigSource): readonly ConfigEntry[] {
  return found
    .filter(({ name }) => READ_EXPORTS.includes(name))
    .map(({ name, start, end, initializer }) => {
      const keyPlace = source.place(start, end);
      const value = readValue(initializer(), keyPlace, source);
      return { key: name, keyPlace, value };
    });
}

function readConfigExport(
  found: readonly FoundExport[],
  source: ConfigSource,
  problems: Problem[],
): readonly ConfigEntry[] | null {
  const config = found.find(({ name }) => name === "config");
  if (config === undefined) return null;
  const initializer = config.initializer();
  if (initializer !== undefined)
    return readConfig(initializer, source, (problem) => problems.push(problem));
  problems.push({
    file: source.file,
    ...source.place(config.start, config.end),
    message:
      '"config" must be a constant of this file: the build reads it without running the code',
    fix: "Write `export const config = { ... }`",
  });
  return [];
}

function syntaxProblem({ message, labels, helpMessage }: OxcError, source: ConfigSource): Problem {
  const [label] = labels;
  return {
    file: source.file,
    ...(label && source.place(label.start, label.end)),
    message,
    ...(helpMessage === null ? {} : { fix: helpMessage }),
  };
}
