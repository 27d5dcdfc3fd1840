/** A local cloud to be killed: prints its instance, and a process that this has started. */
import { startLocalCloud } from "../../dev/start-local-cloud.ts";
import { createPackage } from "./dev-package.ts";

const cloud = await startLocalCloud({
  source: createPackage(
    `import { spawn } from "node:child_process";
     export const handler = async () => ({
       pids: [process.pid, spawn("sleep", ["60"]).pid],
       taskRoot: process.env.LAMBDA_TASK_ROOT,
     });`,
  ),
});
console.log(await (await fetch(cloud.url)).text());
