/**
 * Builds the folder `backend` again and again in one process, each time after a change of one file, and
 * prints the milliseconds as JSON.
 *
 *     node time-rebuild.ts BUILD_MODULE FILE COUNT
 */
import { appendFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module = "", file = "", count = ""] = process.argv.slice(2);
const { createBuilder } = await import(pathToFileURL(module).href);
const builder = createBuilder("backend");
await builder.build();
const times: number[] = [];
for (let index = 0; index < Number(count); index++) {
  appendFileSync(file, `export const version${index} = ${index};\n`);
  const started = performance.now();
  await builder.build();
  times.push(performance.now() - started);
}
await builder.dispose();
console.log(JSON.stringify(times));
