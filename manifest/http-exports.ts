import type { HttpMethod } from "./manifest.ts";

/** The export that handles each method: `delete` is a keyword, hence `del`. */
export const METHOD_EXPORTS: Readonly<Record<HttpMethod, string>> = {
  GET: "get",
  HEAD: "head",
  POST: "post",
  PUT: "put",
  PATCH: "patch",
  DELETE: "del",
  OPTIONS: "options",
};
