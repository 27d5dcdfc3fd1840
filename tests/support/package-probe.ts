import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DeploymentPackage } from "../../build/build.ts";
import { readZip } from "../../dev/read-zip.ts";
import { createHttpEvent } from "./http-event.ts";
import { runCommand } from "./run-command.ts";

/** The text of each file of a package, by name. */
export function packageTexts({ zip }: DeploymentPackage): Record<string, string> {
  return Object.fromEntries(readZip(zip).map(({ name, data }) => [name, data.toString()]));
}

/**
 * Unzips a package and sends GET requests to its handler, in a process of its own with source maps.
 * @returns the bodies of the responses, and what was logged.
 */
export async function requestPackage(
  made: DeploymentPackage,
  folder: string,
  paths: readonly string[],
): Promise<{ bodies: readonly string[]; log: string }> {
  for (const { name, data, mode } of readZip(made.zip)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), data, { mode });
  }
  const events = paths.map((path) => createHttpEvent("GET", path));
  const { stdout, stderr } = await runCommand(
    process.execPath,
    ["--enable-source-maps", "--input-type=module", "--eval", createProbe(folder, events)],
    { cwd: folder, env: { AWS_REGION: "eu-west-1" } },
  );
  const [last = "[]", ...log] = stdout.trimEnd().split("\n").reverse();
  return { bodies: JSON.parse(last), log: `${log.reverse().join("\n")}${stderr}` };
}

function createProbe(folder: string, events: readonly unknown[]): string {
  const index = JSON.stringify(pathToFileURL(join(folder, "index.mjs")));
  return `
const { handler } = await import(${index});
const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 10_000 };
const bodies = [];
for (const event of ${JSON.stringify(events)}) bodies.push((await handler(event, context)).body);
console.log(JSON.stringify(bodies));`;
}
