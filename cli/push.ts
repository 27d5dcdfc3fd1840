import { readFile } from "node:fs/promises";
import { text as readText } from "node:stream/consumers";
import type { Command } from "commander";
import type { PushRequest } from "../dev/control.ts";
import { CommandError } from "./command-error.ts";
import { askRunningDev } from "./running-dev.ts";

interface PushOptions {
  readonly group?: string;
  readonly dedupe?: string;
  readonly delay?: string;
  readonly user?: string;
  readonly folder: string;
  readonly json?: true;
}

/** `queuerun push` gives a job to a queue of the running `queuerun dev`. */
export function register(program: Command): void {
  program
    .command("push")
    .description("push a job to a queue of the running queuerun dev")
    .argument("<queue>", "its name: email, billing.fifo")
    .argument(
      "[payload]",
      'JSON or text; "@FILE" is read from a file, "-" from standard input',
      "null",
    )
    .option("--group <id>", "message group, which a FIFO queue needs")
    .option("--dedupe <id>", "deduplication ID: of equal ones within 5 minutes one is run")
    .option("--delay <duration>", "until the job is visible: 90, 90s or 15m")
    .option("--user <id>", "whom the job is for: job.user")
    .option("--folder <folder>", "the backend's folder, or one that holds it", ".")
    .option("--json", 'print {"jobId":"..."}')
    .addHelpText(
      "after",
      `
Examples:
  queuerun push email '{"to":"ann@example.com"}'
  queuerun push billing.fifo @invoice.json --group ann
  cat report.txt | queuerun push reports - --delay 5m`,
    )
    .action(push);
}

async function push(queue: string, payload: string, options: PushOptions): Promise<void> {
  const message = await createRequest(queue, await readPayload(payload), options);
  const { PUSH_PATH } = await import("../dev/control.ts");
  const { url, body } = await askRunningDev<{ jobId: string }>(options.folder, PUSH_PATH, message);
  console.log(
    options.json ? JSON.stringify(body) : `${url}\nJob ${body.jobId} of queue "${queue}"`,
  );
}

async function readPayload(given: string): Promise<string> {
  if (given === "-") return await readText(process.stdin);
  if (!given.startsWith("@")) return given;
  const file = given.slice(1);
  return await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "ENOENT" ? "there is none" : String(error.code);
    throw new CommandError(`Cannot read the payload from "${file}": ${reason}`, 2);
  });
}

/** Checks what was typed as `push` of the SDK does: the local cloud takes messages as they are. */
async function createRequest(
  queue: string,
  text: string,
  { group, dedupe, delay, user }: PushOptions,
): Promise<PushRequest> {
  if (queue.endsWith(".fifo") && group === undefined)
    throw new CommandError(
      `Cannot push to queue "${queue}": a FIFO queue needs a message group\n→ Add --group ID: its jobs run one at a time, in order`,
      2,
    );
  const [{ createMessage }, { PushError }, { createSendOptions }] = await Promise.all([
    import("../sdk/message.ts"),
    import("../sdk/push-error.ts"),
    import("../testing/send-options.ts"),
  ]);
  const seconds = delay !== undefined && /^\d+$/.test(delay) ? Number(delay) : delay;
  const origin = { hops: 0, user: user === undefined ? null : { id: user } };
  try {
    const options = { group, dedupe, delay: seconds };
    const message = createMessage(queue, parsePayload(text), options, origin);
    return { queue, body: message.body, ...createSendOptions(message) };
  } catch (error) {
    throw error instanceof PushError ? new CommandError(error.message, 2) : error;
  }
}

/** As any message that queuerun has not made: what is not JSON is a string. */
function parsePayload(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
