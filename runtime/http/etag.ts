import { hashContent } from "./content-hash.ts";

/** Weak, as compression changes the bytes but not the meaning. */
export function createEtag(body: string): string {
  return `W/"${hashContent(body)}"`;
}
