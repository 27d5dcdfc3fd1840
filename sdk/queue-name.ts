import { closestMatch } from "leven";
import { PushError } from "./push-error.ts";

/**
 * Name of a queue from the property of `queues`: `billing` is `billing.fifo` where that is its name.
 * @param names Of all queues; without them any name is taken, and `group` makes it a FIFO queue.
 * @throws PushError for an unknown queue.
 */
export function findQueueName(
  key: string,
  { group }: { readonly group?: unknown },
  names: ReadonlySet<string> | undefined,
): string {
  const fifo = `${key}.fifo`;
  if (names === undefined) return group === undefined || key.endsWith(".fifo") ? key : fifo;
  if (names.has(key)) return key;
  if (names.has(fifo)) return fifo;
  throw new PushError(key, "queue", describeUnknown(key, Array.from(names).sort()));
}

function describeUnknown(key: string, names: readonly string[]): string {
  if (names.length === 0) return `No queue "${key}". This backend has no queues`;
  const properties = names.map((name) => name.replace(/\.fifo$/, ""));
  // Typing errors, not other names: at most half of the characters, at most three.
  const maxDistance = Math.min(3, Math.floor(key.length / 2));
  const closest = closestMatch(key, [...names, ...properties], { maxDistance });
  const hint = closest === undefined ? "" : `. Did you mean "${closest}"?`;
  return `No queue "${key}". Queues: ${names.join(", ")}${hint}`;
}
