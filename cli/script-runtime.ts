/** Runs in the process of `queuerun exec`: makes a script's code what a handler's is. */

import { extname } from "node:path";
import type { Load } from "../manifest/entry.ts";
import { serveBackendRole } from "../runtime/backend-role/load.ts";
import { takeEnvironment } from "../runtime/environment.ts";
import { createReach } from "../runtime/reach.ts";
import { runInit, warmUp } from "../runtime/warm-up.ts";

export interface Script {
  readonly queues: readonly string[];
  readonly routes: readonly string[];
  readonly hasSocket: boolean;
  /** Loads `index.ts`. */
  readonly index: Load | null;
  readonly script: Load;
}

/** Resolves when the script has been loaded, and what it pushed and sent is on its way. */
export async function runScript(script: Script): Promise<void> {
  const environment = takeEnvironment(process.env);
  await serveBackendRole(environment, () => BACKEND_ROLE);
  const reach = createReach(
    {
      queues: new Set(script.queues),
      routes: () => script.routes,
      sqs: () => import("../runtime/queue/sqs-client.ts"),
      socket: script.hasSocket ? SOCKET : null,
    },
    environment,
  );
  await runInit(reach, async () => {
    await warmUp(script.index);
    await script.script();
  });
}

const BACKEND_ROLE = new URL(
  `../runtime/backend-role/worker${extname(import.meta.url)}`,
  import.meta.url,
);

const SOCKET = {
  handlers: () => import("../runtime/socket/main.ts"),
  clients: () => import("../runtime/socket/clients.ts"),
};
