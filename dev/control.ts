/** Paths below `/_queuerun/` that let commands use the local cloud while it runs. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Concurrency, parseConcurrency } from "../manifest/concurrency.ts";
import { describeUnknown } from "../manifest/describe-unknown.ts";
import { FUNCTION, toVariables } from "./access-keys.ts";
import { REGION } from "./aws-names.ts";
import type { LocalCloud } from "./local-cloud.ts";
import type { SendOptions } from "./local-queues.ts";
import { readBody } from "./read-body.ts";
import { runSchedule } from "./run-schedule.ts";

export const CONTROL_PATH = "/_queuerun/control";
/** Takes `{ schedule }`, and answers with a RunResult when the schedule has run. */
export const RUN_PATH = "/_queuerun/run";

/** Answers with a ScriptEnvironment. */
export const ENVIRONMENT_PATH = "/_queuerun/environment";

/** What a program needs to run as code of the backend. */
export interface ScriptEnvironment {
  /** As an instance has them: the user's own, queuerun's, and credentials. */
  readonly variables: Readonly<Record<string, string>>;
  /** `index.ts`, relative to the backend's folder. */
  readonly index: string | null;
  readonly queues: readonly string[];
  /** Paths of the routes. */
  readonly routes: readonly string[];
  readonly hasSocket: boolean;
}

/** Takes a PushRequest, and answers with `{ jobId }`. */
export const PUSH_PATH = "/_queuerun/push";

/** A message for a queue, by the name of the queue: `billing.fifo`. */
export interface PushRequest extends SendOptions {
  readonly queue: string;
  readonly body: string;
}

/** What a command may ask for; what it leaves out stays as it is. */
export interface ControlRequest {
  /** As it was typed: `50`, `off`. */
  readonly reserved?: string;
  readonly provisioned?: string;
  readonly paused?: boolean;
}

type Answer =
  | { readonly status: 200; readonly body: object }
  | { readonly status: 400 | 401 | 403 | 404 | 405; readonly body: { readonly message: string } };

/** A message of 1 MiB, each character of which JSON may need six for. */
const MAX_BODY_BYTES = 6_500_000;

type Fields = Readonly<Record<string, unknown>>;
type Handler = (cloud: LocalCloud, fields: Fields) => Promise<Answer>;

const HANDLERS: ReadonlyMap<string | undefined, Handler> = new Map<string, Handler>([
  [CONTROL_PATH, control],
  [RUN_PATH, run],
  [PUSH_PATH, push],
  [ENVIRONMENT_PATH, async (cloud) => ({ status: 200, body: describeEnvironment(cloud) })],
]);
const NAMES = { reserved: "reserved", provisioned: "provisioned" };

export function createControl(
  token: string,
): (cloud: LocalCloud) => (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return (cloud) => async (request, response) => {
    const answer = await answerRequest(request, token, cloud);
    if (answer === undefined) return;
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  };
}

/** Undefined when the client has gone. */
async function answerRequest(
  request: IncomingMessage,
  token: string,
  cloud: LocalCloud,
): Promise<Answer | undefined> {
  const handle = HANDLERS.get(request.url);
  if (handle === undefined) return createRefusal(404, "Not Found");
  // Before the body is read: of whoever may not ask, nothing is kept in memory
  const refusal = refuse(request, token);
  if (refusal !== undefined) return refusal;
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === undefined) return undefined;
  const fields = parseFields(String(body));
  if (fields === undefined) return createRefusal(400, "The body must be a JSON object");
  return await handle(cloud, fields);
}

function refuse({ headers, method }: IncomingMessage, token: string): Answer | undefined {
  // A page in the developer's browser must not get to try tokens
  const site = headers["sec-fetch-site"] ?? "none";
  if (headers.origin !== undefined || site !== "none")
    return createRefusal(403, "Not for web pages");
  if (!isSame(headers.authorization ?? "", `Bearer ${token}`))
    return createRefusal(401, "Unauthorized");
  return method === "POST" ? undefined : createRefusal(405, "Method Not Allowed");
}

function createRefusal(status: 400 | 401 | 403 | 404 | 405, message: string): Answer {
  return { status, body: { message } };
}

/** Takes the same time for each wrong text. Digests, because the comparison needs equal lengths. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

async function run(cloud: LocalCloud, { schedule }: Fields): Promise<Answer> {
  if (typeof schedule !== "string") return createRefusal(400, '"schedule" must be a name');
  return { status: 200, body: await runSchedule(cloud, schedule) };
}

async function push(cloud: LocalCloud, fields: Fields): Promise<Answer> {
  // Only a command has the token, and what it sends was checked by the SDK
  const { queue, body, ...options } = fields as unknown as PushRequest;
  const { names } = cloud.queues;
  if (!names.includes(queue)) return createRefusal(400, describeUnknown("queue", queue, names));
  return { status: 200, body: { jobId: await cloud.queues.send(queue, body, options) } };
}

function describeEnvironment({ manifest, variables, keys }: LocalCloud): ScriptEnvironment {
  return {
    variables: { ...variables, ...toVariables(keys.issue(FUNCTION)), AWS_REGION: REGION },
    index: manifest.index,
    queues: manifest.queues.map(({ name }) => name),
    routes: manifest.routes.map(({ path }) => path),
    hasSocket: manifest.socket !== null,
  };
}

async function control(cloud: LocalCloud, fields: Fields): Promise<Answer> {
  const request = parseRequest(fields);
  if (request.paused === true) await cloud.pause();
  if (request.paused === false) await cloud.resume();
  let problems: readonly string[] = [];
  if (request.reserved !== undefined || request.provisioned !== undefined)
    await cloud.changeConcurrency((current) => {
      const parsed = parseChange(request, current);
      if ("concurrency" in parsed) return parsed.concurrency;
      problems = parsed.problems;
      return {};
    });
  if (problems.length > 0) return createRefusal(400, problems.join("\n"));
  return { status: 200, body: cloud.concurrency };
}

function parseChange({ reserved, provisioned }: ControlRequest, current: Concurrency) {
  const texts = {
    reserved: reserved ?? String(current.reserved),
    provisioned: provisioned ?? String(current.provisioned),
  };
  return parseConcurrency(texts, NAMES);
}

function parseRequest({ reserved, provisioned, paused }: Fields): ControlRequest {
  return {
    ...(typeof reserved === "string" ? { reserved } : {}),
    ...(typeof provisioned === "string" ? { provisioned } : {}),
    ...(typeof paused === "boolean" ? { paused } : {}),
  };
}

/** Undefined if it is no JSON object. */
function parseFields(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
