import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** Parsed library files, shared by all programs: most of the time of a small program. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Compiles a project by its tsconfig.json, else by the generated one, and returns the errors. */
export function compileProject(
  folder: string,
  overrides: Readonly<Record<string, unknown>> = {},
): string[] {
  const own = join(folder, "tsconfig.json");
  const file = existsSync(own) ? own : join(folder, ".queuerun", "tsconfig.json");
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile);
  if (error) return [describe(error)];
  const merged = { ...config, compilerOptions: { ...config.compilerOptions, ...overrides } };
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(
    merged,
    ts.sys,
    dirname(file),
    {},
    file,
  );
  const program = ts.createProgram(fileNames, options, createHost(options));
  return [...errors, ...ts.getPreEmitDiagnostics(program)].map(describe);
}

/** Finds files as the compiler does. */
export function createHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, settings, ...rest) => {
    if (!file.includes("/node_modules/")) return getSourceFile(file, settings, ...rest);
    if (!parsed.has(file)) parsed.set(file, getSourceFile(file, settings, ...rest));
    return parsed.get(file);
  };
  return host;
}

function describe({ file, start, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined || start === undefined) return text;
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1}: ${text}`;
}
