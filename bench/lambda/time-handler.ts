/**
 * Loads a package, hands it an event many times, and prints the median time of it in milliseconds.
 *
 *     node time-handler.ts URL COUNT < EVENT
 */
import { text } from "node:stream/consumers";

const [url = "", count = ""] = process.argv.slice(2);
const event = await text(process.stdin);
const { handler } = await import(url);
const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 900_000 };
const times: number[] = [];

for (let index = 0; index < Number(count); index++) {
  // Each invocation has an event of its own, as it comes as text
  const parsed = JSON.parse(event);
  const begun = performance.now();
  const { batchItemFailures } = await handler(parsed, context);
  times.push(performance.now() - begun);
  if (batchItemFailures.length > 0) throw new Error("A job under test has failed");
}
// The first half is for the compiler
const settled = times.slice(times.length / 2).sort((a, b) => a - b);
console.log(settled[Math.floor(settled.length / 2)]);
