/**
 * Loads an unpacked deployment package and calls its handler with the events that it is sent, one
 * message each, as JSON like everything that reaches a function.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createContext } from "../support/http-event.ts";

export interface EventMessage {
  readonly id: number;
  readonly event: unknown;
}

export interface ResultMessage {
  readonly id: number;
  readonly result?: unknown;
  /** What the handler threw. */
  readonly error?: string;
}

/** Above what any job of the backend, or of queuerun itself, may take. */
const FUNCTION_TIMEOUT_MS = 300_000;

const [folder = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(join(folder, "index.mjs")).href);

process.on("message", async ({ id, event }: EventMessage) => {
  const requestId = `request-${id}`;
  try {
    answer({ id, result: await handler(event, createContext(requestId, FUNCTION_TIMEOUT_MS)) });
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
process.send?.("ready");

function answer(message: ResultMessage): void {
  process.send?.(message);
}
