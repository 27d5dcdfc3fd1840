import type { EcmaScriptModule } from "oxc-parser";
import { parseQueueFile } from "../manifest/queue-name.ts";
import { parseRouteFile } from "../manifest/route-path.ts";

/** A route may be named as a type: `url.self<"/users/[id]">(import.meta)`. */
const CALL = String.raw`\bself\s*(?:<[^<>]*>\s*)?\(\s*`;
const BEFORE = new RegExp(`${CALL}$`);
const REFERENCE = new RegExp(`${CALL}import\\.meta`);
const AFTER = /^\s*,?\s*\)/;

/** True of code that may refer to the file it is in; false of most. */
export function hasSelfReference(text: string): boolean {
  return REFERENCE.test(text);
}

/**
 * Replaces the argument of `queues.self(import.meta)` in a file of queues/ by the queue's name, and that
 * of `url.self(import.meta)` in a route by its path, as the URL of a chunk does not tell them.
 */
export function replaceSelfReferences(
  file: string,
  text: string,
  { importMetas }: EcmaScriptModule,
): string {
  const self = findSelf(file);
  if (self === undefined) return text;
  let replaced = "";
  let position = 0;
  for (const { start, end } of importMetas) {
    if (!BEFORE.test(text.slice(0, start)) || !AFTER.test(text.slice(end))) continue;
    // As long as what it replaces, where it can be: source maps count columns.
    const name = JSON.stringify(self).padEnd(end - start);
    replaced += text.slice(position, start) + name;
    position = end;
  }
  return replaced + text.slice(position);
}

/** Undefined in files that are neither, and in those whose name is reported. */
function findSelf(file: string): string | undefined {
  if (/(?:^|\/)_/.test(file)) return undefined;
  if (file.startsWith("queues/")) {
    const queue = parseQueueFile(file.slice("queues/".length));
    return "message" in queue ? undefined : queue.name;
  }
  if (!file.startsWith("api/")) return undefined;
  const route = parseRouteFile(file.slice("api/".length));
  return "message" in route ? undefined : route.path;
}
