import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { createTypes } from "../../build/types.ts";
import { createQueueManifest } from "../support/queue-manifest.ts";

const FIXTURE = fileURLToPath(new URL("../fixtures/typed-queues/", import.meta.url));
const TYPES = `${FIXTURE}types.d.ts`;
const FILES = ["email", "billing.fifo", "report", "ping", "pong", "cleanup"];

const STRICT: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2024,
  noEmit: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  types: ["node"],
  customConditions: ["queuerun-source"],
};
const SETTINGS: Readonly<Record<string, ts.CompilerOptions>> = {
  nodenext: { ...STRICT, module: ts.ModuleKind.NodeNext, rewriteRelativeImportExtensions: true },
  bundler: {
    ...STRICT,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
  },
};

describe("Types of queues", () => {
  it("are those of the queues' own handlers, under nodenext", () => {
    assert.deepEqual(compile(["backend/api/pushes.ts"], "nodenext"), []);
  });

  it("are those of the queues' own handlers, under bundler", () => {
    assert.deepEqual(compile(["backend/api/pushes.ts"], "bundler"), []);
  });

  it("name the remedy where they have not been written yet", () => {
    assert.deepEqual(compile(["untyped.ts"], "nodenext", ""), [
      "untyped.ts:5: Property 'email' does not exist on type 'RunQueuerunTypes'.",
    ]);
  });
});

/** Compiles files of the fixture together with the types that the build writes for it. */
function compile(files: readonly string[], setting: string, types = generateTypes()): string[] {
  const options = SETTINGS[setting] ?? {};
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => file === TYPES || fileExists(file);
  host.readFile = (file) => (file === TYPES ? types : readFile(file));
  host.getSourceFile = (file, ...rest) =>
    file === TYPES
      ? ts.createSourceFile(file, types, ts.ScriptTarget.ES2024)
      : getSourceFile(file, ...rest);
  const program = ts.createProgram([TYPES, ...files.map((file) => FIXTURE + file)], options, host);
  return ts.getPreEmitDiagnostics(program).map(describeDiagnostic);
}

function generateTypes(): string {
  return createTypes("./backend", createQueueManifest(FILES));
}

function describeDiagnostic({ file, start = 0, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined) return text;
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  return `${file.fileName.replace(FIXTURE, "")}:${line}: ${text}`;
}
