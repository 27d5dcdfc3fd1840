/** The plugin that the engine starts: its port is the first line it prints. */
import { createClient } from "./client.ts";
import { serve } from "./server.ts";
import { Store } from "./store.ts";

const file = process.env.QUEUERUN_STAND_IN_AWS;
if (file === undefined) throw new Error("QUEUERUN_STAND_IN_AWS does not name the account's file");
const store = new Store(file);
await serve((region, purpose) => createClient(store, region, purpose));
