import { relative } from "node:path";

/** How to show `path` to somebody who is in `cwd`: relative to it, if that is any shorter. */
export function displayPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") ? path : short;
}
