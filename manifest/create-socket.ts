import { middlewareOf, stem } from "./classify.ts";
import type { Claim } from "./conflicts.ts";
import type { Socket } from "./manifest.ts";
import { checkSocketExports } from "./module-exports.ts";
import type { Report } from "./problem.ts";
import { readSocketSettings } from "./settings.ts";
import type { SourceModule } from "./source-module.ts";

const SOCKET = "socket/index";

/** Reads the socket from the files of its folder: one of them is it, and there may be no other. */
export function createSocket(
  modules: readonly SourceModule[],
  middleware: readonly string[],
  report: Report,
): Socket | null {
  const sockets = modules.filter(({ file }) => stem(file) === SOCKET);
  for (const { file } of modules) if (stem(file) !== SOCKET) reportStray(file, report);
  const settings = sockets.map((module) => {
    checkSocketExports(module, report);
    return { module, ...readSocketSettings(module, report) };
  });
  const [first] = settings;
  if (first === undefined) return null;
  const { module, timeoutSeconds } = first;
  return { file: module.file, middleware: middlewareOf(module.file, middleware), timeoutSeconds };
}

/** Claims of the files of the socket's folder: two of them may differ in their extension. */
export function claimSocket(files: readonly string[]): Claim[] {
  return files
    .filter((file) => stem(file) === SOCKET)
    .map((file) => ({ file, key: SOCKET, what: "the socket" }));
}

function reportStray(file: string, report: Report): void {
  report({
    file,
    message: "Nothing calls this file: a backend has one socket, socket/index.ts",
    fix: 'Move its handlers there; if the file is there to be imported, begin its name with "_"',
  });
}
