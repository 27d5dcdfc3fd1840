/**
 * Loads a package, hands it an event, and prints the files that it has loaded until it answered.
 *
 *     node print-loaded.ts URL EVENT
 */
import { registerHooks } from "node:module";

const [url = "", event = ""] = process.argv.slice(2);
const loaded: string[] = [];
registerHooks({
  load(file, context, next) {
    if (file.startsWith("file:")) loaded.push(file);
    return next(file, context);
  },
});
const { handler } = await import(url);
await handler(JSON.parse(event), { awsRequestId: "1", getRemainingTimeInMillis: () => 30_000 });
console.log(JSON.stringify(loaded));
