/**
 * Serves a backend as `queuerun dev` does, with another runtime interface client, until it is interrupted:
 * `serve-backend.ts FOLDER ENV_FILE CLIENT`.
 */
import { readEnvFile } from "../../dev/env-file.ts";
import { startLocalCloud } from "../../dev/start-local-cloud.ts";

const [source = "", envFile = "", client = ""] = process.argv.slice(2);
const cloud = await startLocalCloud({
  source,
  environment: () => readEnvFile(source, envFile),
  output: console.log,
  runtimeInterfaceClient: [client],
});
process.once("SIGINT", () => void cloud.close());
console.log(`${cloud.url} serves`);
