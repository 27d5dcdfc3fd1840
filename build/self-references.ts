import type { EcmaScriptModule } from "oxc-parser";
import { parseQueueFile } from "../manifest/queue-name.ts";

const BEFORE = /\bself\s*\(\s*$/;
const AFTER = /^\s*,?\s*\)/;

/**
 * Replaces the argument of `queues.self(import.meta)` in a file of queues/ by the queue's name, as the
 * URL of a chunk does not tell it.
 */
export function replaceSelfReferences(
  file: string,
  text: string,
  { importMetas }: EcmaScriptModule,
): string {
  const queue = file.startsWith("queues/") ? parseQueueFile(file.slice("queues/".length)) : null;
  if (queue === null || "message" in queue) return text;
  let replaced = "";
  let position = 0;
  for (const { start, end } of importMetas) {
    if (!BEFORE.test(text.slice(0, start)) || !AFTER.test(text.slice(end))) continue;
    // As long as what it replaces, where it can be: source maps count columns.
    const name = JSON.stringify(queue.name).padEnd(end - start);
    replaced += text.slice(position, start) + name;
    position = end;
  }
  return replaced + text.slice(position);
}
