import type { HttpMethod } from "./manifest.ts";

/** The export that handles a method: `delete` is a keyword, hence `del`. */
export function methodExport(method: HttpMethod): string {
  return method === "DELETE" ? "del" : method.toLowerCase();
}
