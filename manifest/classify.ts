import { CODE_EXTENSION, isCodeFile } from "./route-path.ts";

/** What each code file of a backend is, by its place. */
export interface BackendFiles {
  readonly index: readonly string[];
  readonly routes: readonly string[];
  readonly queues: readonly string[];
  /** `socket/index`, and whatever else is in the folder by mistake. */
  readonly socket: readonly string[];
  readonly schedules: readonly string[];
  readonly middleware: readonly string[];
}

/** @param files Relative to the backend folder, sorted. */
export function classifyFiles(files: readonly string[]): BackendFiles {
  const code = files.filter(isCodeFile);
  const inFolder = (folder: string) =>
    code.filter((file) => file.startsWith(folder) && !isHidden(file));
  return {
    index: code.filter((file) => stem(file) === "index"),
    routes: inFolder("api/"),
    queues: inFolder("queues/"),
    socket: inFolder("socket/"),
    schedules: inFolder("schedules/"),
    middleware: code.filter(
      (file) => /(?:^|\/)_middleware$/.test(stem(file)) && file.includes("/"),
    ),
  };
}

/** The `_middleware` files that apply to `file`, outermost first. */
export function middlewareOf(file: string, middleware: readonly string[]): readonly string[] {
  return middleware
    .filter((candidate) => file.startsWith(folderOf(candidate)))
    .sort((a, b) => folderOf(a).length - folderOf(b).length);
}

/** The path without its extension: two files of one stem are the same to an importer. */
export function stem(file: string): string {
  return file.replace(CODE_EXTENSION, "");
}

// `_name` files, and all in `_name` folders, are there to be imported.
function isHidden(file: string): boolean {
  return file.split("/").some((name) => name.startsWith("_"));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/") + 1);
}
