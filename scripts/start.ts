/**
 * `npm start`: runs the order service, and once that serves the chat, each in a local cloud of its own.
 *
 *     npm start                     on the ports 8000 and 8001
 *     npm start -- --port 9000      on 9000 and 9001; PORT does the same
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";

const CLI = ["--conditions=queuerun-source", "--", "cli/main.ts", "dev"];
const DEFAULT_PORT = "8000";

const args = process.argv.slice(2);
// Whatever else there is, is for "queuerun dev" to judge
const { values } = parseArgs({ args, options: { port: { type: "string" } }, strict: false });
const port = values.port ?? process.env.PORT ?? DEFAULT_PORT;
const children: ChildProcess[] = [];

// A terminal interrupts them all at once; this process ends after them
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    if (signal !== "SIGINT") for (const child of children) child.kill(signal);
  });

const orders = run(["examples/orders/backend", ...args]);
orders.stdout?.once("data", () => {
  // One that is no number has been refused by now
  const next = Number(port) === 0 ? 0 : Number(port) + 1;
  run(["examples/chat/backend", "--port", String(next)]);
});
const [code] = await once(orders, "close");
for (const child of children) child.kill();
process.exitCode = code;

function run(more: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [...CLI, ...more], {
    stdio: ["inherit", "pipe", "inherit"],
  });
  child.stdout.pipe(process.stdout, { end: false });
  children.push(child);
  return child;
}
