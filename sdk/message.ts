import { DURATION_FORMS, parseDuration } from "../manifest/duration.ts";
import { formatQuantity, isWithinLimit, LIMITS } from "../manifest/limits.ts";
import { ATTRIBUTE, encodeDetails } from "./attribute.ts";
import type { OutgoingMessage } from "./context.ts";
import { encodePayload } from "./payload.ts";
import { PushError } from "./push-error.ts";
import type { UserId } from "./user.ts";

/** Of a message, its attributes included, and of all messages of one request (SQS quotas). */
export const MAX_MESSAGE_BYTES = 1_048_576;

const BYTES = { unit: "bytes" } as const;
const COUNT = { unit: "" } as const;

const DEFAULT_MAX_HOPS = 1000;

/** Printable ASCII without the space: what SQS takes as a group or deduplication ID. */
const IDENTIFIER = /^[\x21-\x7e]{1,128}$/;

/** Everything `push` may be told; which of it fits the queue is checked here. */
export interface MessageOptions {
  readonly delay?: number | string | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly group?: string | undefined;
  readonly dedupe?: string | boolean | undefined;
}

interface Origin {
  readonly hops: number;
  readonly maxHops?: number | undefined;
  readonly user: UserId | null;
}

/**
 * Turns a push into a message, or refuses it before anything is sent.
 * @param origin The invocation that pushes.
 * @throws PushError
 */
export function createMessage(
  queue: string,
  payload: unknown,
  options: MessageOptions,
  origin: Origin,
): OutgoingMessage {
  const { body, isBytes } = encodePayload(payload, queue);
  const params = checkParams(queue, options.params);
  const hops = countHops(queue, origin);
  const details = encodeDetails({ params, hops, isBytes, user: origin.user });
  const message: OutgoingMessage = {
    queue,
    body,
    attributes: details === undefined ? {} : { [ATTRIBUTE]: details },
    ...(queue.endsWith(".fifo")
      ? createFifoFields(queue, options, { body, params })
      : createStandardFields(queue, options)),
  };
  const size = measureMessage(message);
  if (size > MAX_MESSAGE_BYTES)
    throw new PushError(
      queue,
      "size",
      `the message has ${formatQuantity(size, BYTES)}, at most ${formatQuantity(MAX_MESSAGE_BYTES, BYTES)}. Store the payload elsewhere and push its key`,
    );
  return message;
}

/** Bytes as SQS counts them: the body, and name, type and value of each attribute. */
export function measureMessage({ body, attributes }: OutgoingMessage): number {
  return Object.entries(attributes).reduce(
    (size, [name, value]) => size + Buffer.byteLength(`${name}String${value}`),
    Buffer.byteLength(body),
  );
}

function createStandardFields(queue: string, { delay, group, dedupe }: MessageOptions) {
  if (group !== undefined)
    throw new PushError(queue, "group", `only a FIFO queue takes "group": ${RENAME}`);
  if (dedupe !== undefined)
    throw new PushError(queue, "dedupe", `only a FIFO queue takes "dedupe": ${RENAME}`);
  if (delay === undefined) return {};
  const seconds = parseDuration(delay);
  if (seconds !== null && isWithinLimit(seconds, LIMITS.delay)) return { delaySeconds: seconds };
  const allowed = `whole seconds from ${LIMITS.delay.minimum} to ${LIMITS.delay.maximum}`;
  throw new PushError(
    queue,
    "delay",
    `"delay" is ${JSON.stringify(delay)}, must be ${allowed}: ${DURATION_FORMS}`,
  );
}

const RENAME = "name the file of this queue NAME.fifo.ts to make it one";

function createFifoFields(
  queue: string,
  { delay, group, dedupe }: MessageOptions,
  content: object,
) {
  if (delay !== undefined)
    throw new PushError(
      queue,
      "delay",
      'a FIFO queue takes no "delay" for one message. Write "delay" in its config, for all',
    );
  if (group === undefined)
    throw new PushError(
      queue,
      "group",
      'a FIFO queue needs a message group: push(…, { group: "…" })',
    );
  checkIdentifier(queue, "group", group);
  // A random ID, made once, keeps a send that is repeated from becoming two messages.
  if (dedupe === undefined || dedupe === false)
    return { messageGroupId: group, messageDeduplicationId: crypto().randomUUID() };
  if (dedupe === true)
    return { messageGroupId: group, messageDeduplicationId: hash({ group, ...content }) };
  checkIdentifier(queue, "dedupe", dedupe);
  return { messageGroupId: group, messageDeduplicationId: dedupe };
}

function checkIdentifier(queue: string, option: "group" | "dedupe", value: unknown): void {
  if (typeof value === "string" && IDENTIFIER.test(value)) return;
  const allowed = "1 to 128 letters, digits and ASCII punctuation characters";
  throw new PushError(queue, option, `"${option}" is ${JSON.stringify(value)}, must be ${allowed}`);
}

function checkParams(queue: string, params: unknown): Readonly<Record<string, string>> {
  if (params === undefined) return {};
  if (typeof params !== "object" || params === null)
    throw new PushError(queue, "params", `"params" is ${String(params)}, must be an object`);
  for (const [name, value] of Object.entries(params))
    if (typeof value !== "string")
      throw new PushError(
        queue,
        "params",
        `"params.${name}" is a ${typeof value}, must be a string`,
      );
  return params as Record<string, string>;
}

function countHops(queue: string, { hops, maxHops = DEFAULT_MAX_HOPS }: Origin): number {
  if (hops < maxHops) return hops + 1;
  throw new PushError(
    queue,
    "hops",
    `the chain of jobs that push jobs has ${formatQuantity(hops, COUNT)} hops, at most ${formatQuantity(maxHops, COUNT)}. Set "maxHops" in the config of index.ts if it is meant to go on`,
  );
}

/** SHA-256 in hex: 64 characters. */
function hash(content: object): string {
  return crypto().createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** Not imported: it takes milliseconds to load, and most cold starts push nothing to a FIFO queue. */
function crypto() {
  return process.getBuiltinModule("node:crypto");
}
