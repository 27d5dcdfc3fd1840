import { request } from "node:http";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { CommandError } from "./command-error.ts";

/** What a running `queuerun dev` answers to a command. */
export interface DevAnswer<Body> {
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  readonly body: Body;
}

/**
 * Asks the local cloud that runs for a backend, and waits as long as it takes.
 * @param folder The backend's, or one that holds it.
 * @param path Of the request: `CONTROL_PATH`.
 * @throws {CommandError} when there is none, or when it refuses.
 */
export async function askRunningDev<Body>(
  folder: string,
  path: string,
  question: object,
): Promise<DevAnswer<Body>> {
  const { findDevFile, readDevFile } = await import("../dev/dev-file.ts");
  const file = findDevFile(resolve(folder));
  if (file === undefined) throw createNotRunning(folder);
  const { url, token } = await readDevFile(file);
  const { status, body } = await post(`${url}${path}`, token, question).catch((cause: unknown) => {
    throw createNotRunning(folder, cause);
  });
  // Another program has taken the port of one that was killed
  if (status !== 200 && status !== 400) throw createNotRunning(folder);
  const answer: Body & { message: string } = JSON.parse(body);
  if (status === 400) throw new CommandError(answer.message, 2);
  return { url, body: answer };
}

/** Not `fetch`, which gives up after five minutes: a schedule may run for fifteen. */
function post(
  url: string,
  token: string,
  question: object,
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const outgoing = request(url, { method: "POST", headers, agent: false });
    outgoing.on("error", reject);
    outgoing.on("response", (response) =>
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject),
    );
    outgoing.end(JSON.stringify(question));
  });
}

function createNotRunning(folder: string, cause?: unknown): CommandError {
  return new CommandError(
    `There is no running "queuerun dev" for "${folder}", or for a folder above it
→ Start one with queuerun dev, or name the backend's folder after the value`,
    1,
    { cause },
  );
}
