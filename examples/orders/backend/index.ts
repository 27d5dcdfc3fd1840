// Loaded once in each execution environment, before any request or job.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "./lib/store.ts";

// Handlers import this: it has its value by the time any of them runs.
export let store: Store;

// Awaited before the first request: the place to connect to databases and to fetch settings.
export async function warmup() {
  store = await openStore(process.env.ORDERS_FILE ?? join(tmpdir(), "queuerun-orders.jsonl"));
}
