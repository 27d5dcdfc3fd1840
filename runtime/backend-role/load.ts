import type { RuntimeEnvironment } from "../environment.ts";
import type { Log } from "../log.ts";

/**
 * Serves the backend's role to its code, from before that code is loaded. Of a backend without a role
 * nothing is loaded, and nothing is in `env`.
 * @param module Of the thread that serves it: `worker.ts`.
 */
export async function serveBackendRole(
  { backendRole, region, credentials }: RuntimeEnvironment,
  module: () => URL,
  env: NodeJS.ProcessEnv = process.env,
  log: Log = console,
): Promise<void> {
  if (backendRole === undefined) return;
  if (credentials === undefined)
    throw new Error("Cannot assume the backend's role: the runtime has no credentials");
  const { startBackendRole } = await import("./start.ts");
  await startBackendRole({ ...backendRole, region, credentials }, module(), env, log);
}
