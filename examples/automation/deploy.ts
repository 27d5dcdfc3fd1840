// Deploys a release whose code needs a migration: node deploy.ts production
import { LocalWorkspace, type UpResult } from "@pulumi/pulumi/automation/index.js";
import { migrate } from "./migrate.ts";

const [stackName = "dev"] = process.argv.slice(2);
const stack = await LocalWorkspace.createOrSelectStack({
  stackName,
  workDir: import.meta.dirname,
});

// A pause: requests are answered 429, and jobs wait in their queues. The new code is uploaded, but
// stays out of use with the version that serves now.
const { version } = await stack.outputs();
await stack.setConfig("queuerun:reserved", { value: "0" });
await stack.setConfig("queuerun:version", { value: version?.value ?? "newest" });
report(await stack.up());

// Should this fail, the backend stays paused and loses nothing: run the script again
await migrate();

// The new code begins, then requests and jobs come again
await stack.removeConfig("queuerun:reserved");
await stack.removeConfig("queuerun:version");
report(await stack.up());

function report({ outputs }: UpResult): void {
  const state = outputs.paused?.value ? "paused" : "running";
  console.log(`Stack "${stackName}" is ${state}, on version ${outputs.version?.value}`);
}
