/**
 * Shows in the local cloud what backend code may do in AWS, one case at a time:
 *
 *     npm run demo no-keys
 */
import { startBackend } from "queuerun/testing";

const DEMOS: Readonly<Record<string, () => Promise<void>>> = {
  /** Nothing is granted. */
  "no-keys": () => ask(["/buckets"]),
};

const [name = ""] = process.argv.slice(2);
const demo = DEMOS[name];
if (demo === undefined) {
  console.error(`There is no demo "${name}". Demos: ${Object.keys(DEMOS).join(", ")}`);
  process.exitCode = 2;
} else await demo();

async function ask(paths: readonly string[]): Promise<void> {
  await using backend = await startBackend(`${import.meta.dirname}/backend`);
  for (const path of paths) {
    const response = await backend.fetch(path);
    console.log(`GET ${path} ${response.status}\n${await response.text()}`);
  }
}
