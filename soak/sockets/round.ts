import { setTimeout } from "node:timers/promises";
import type { Memory } from "../cloud/protocol.ts";
import type { Cloud } from "../cloud/start.ts";
import { type ProbeFigures, startProbe } from "../probe.ts";
import { ABUSES, runAbuse, vanish } from "./abuse.ts";
import { type Client, makeMany, openClient } from "./client.ts";

/** How much there is of everything in a round. */
export interface Amounts {
  readonly connections: number;
  /** Clients that do not read. */
  readonly slow: number;
  /** Messages to all. */
  readonly broadcasts: number;
  /** Clients that ask for a connection and go. */
  readonly vanishing: number;
  /** Of each kind. */
  readonly abuses: number;
  /** Clients that send many messages at once. */
  readonly floods: number;
}

/** What was seen in a round. */
export interface Seen {
  /** Messages to all that a client has not got. */
  readonly missed: number;
  /** That a client got more than once. */
  readonly twice: number;
  /** What has ended otherwise than it should. */
  readonly wrong: readonly string[];
  readonly others: ProbeFigures;
  /** Users that are still online when everybody has gone. */
  readonly online: number;
  /** While nobody reads. */
  readonly full: Memory;
  /** When everybody has gone. */
  readonly empty: Memory;
}

/** At the same time. */
const HANDSHAKES = 20;
/** Of one client. */
const FLOOD = 300;
/** Beyond what the system's own buffers take of a client that does not read: about 10 MB. */
const UNREAD = { messages: 200, bytes: 120_000 };
/** For messages that are on their way. */
const PATIENCE_MS = 30_000;

export async function runRound(cloud: Cloud, amounts: Amounts): Promise<Seen> {
  const url = cloud.webSocketUrl ?? "";
  const users = Math.ceil(amounts.connections / 2);
  const clients = await makeMany(amounts.connections, HANDSHAKES, (index) =>
    openClient(url, `user-${index % users}`),
  );
  const slow = await makeMany(amounts.slow, HANDSHAKES, (index) => openSlow(url, index));
  const probing = await openClient(url, "probe");
  const probe = startProbe(() => echo(probing));
  const [ends] = await Promise.all([abuse(url, amounts), broadcast(cloud, amounts.broadcasts)]);
  await cloud.call("drained");
  await untilReceived(clients, amounts.broadcasts);
  const wrong = [...ends, ...(await fillAll(cloud, slow.length))];
  const full = await cloud.call("memory");
  const others = await probe.stop();
  const counts = clients.map((client) => countBroadcasts(client, amounts.broadcasts));
  await leave([...clients, ...slow, probing]);
  await cloud.call("drained");
  const names = Array.from({ length: users }, (_, index) => `user-${index}`);
  const { online } = await post<{ online: number }>(cloud, "/online", names);
  const empty = await cloud.call("memory");
  return {
    missed: counts.reduce((sum, { missed }) => sum + missed, 0),
    twice: counts.reduce((sum, { twice }) => sum + twice, 0),
    wrong,
    others,
    online,
    full,
    empty,
  };
}

async function openSlow(url: string, index: number): Promise<Client> {
  const client = await openClient(url, `slow-${index}`);
  client.webSocket.pause();
  return client;
}

/** Everything at once. Returns what has ended otherwise than it should. */
async function abuse(url: string, amounts: Amounts): Promise<string[]> {
  const kinds = ABUSES.flatMap((one) => Array.from({ length: amounts.abuses }, () => one));
  const outcomes = await Promise.all([
    makeMany(kinds.length, HANDSHAKES, async (index) => {
      const kind = kinds[index];
      return kind === undefined ? undefined : await runAbuse(url, kind);
    }),
    makeMany(amounts.floods, 4, (index) => flood(url, index)),
    makeMany(amounts.vanishing, HANDSHAKES, async () => await vanish(url)),
  ]);
  return outcomes.flat().filter((outcome) => typeof outcome === "string");
}

/** After the messages to all: those refused by now would be tried again for minutes. */
async function fillAll(cloud: Cloud, slow: number): Promise<string[]> {
  const outcomes = await makeMany(slow, 4, (index) => fill(cloud, `slow-${index}`));
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** Sends to a client that does not read, until it is refused. */
async function fill(cloud: Cloud, user: string): Promise<string | undefined> {
  const { code } = await post<{ code: string | null }>(cloud, "/flood", { user, ...UNREAD });
  return code === "LimitExceededException" ? undefined : `a client that does not read: ${code}`;
}

/** Sends many messages at once, each of which is answered, maybe twice: AWS's client asks again where it is not told. */
async function flood(url: string, index: number): Promise<string | undefined> {
  const { webSocket, echoes } = await openClient(url, `flood-${index}`);
  for (let message = 0; message < FLOOD; message++) webSocket.send(JSON.stringify({ message }));
  const countAnswered = () => new Set(echoes.map((echo) => JSON.stringify(echo))).size;
  await waitUntil(() => echoes.length >= FLOOD && countAnswered() === FLOOD);
  webSocket.close();
  const answered = countAnswered();
  return answered === FLOOD ? undefined : `${FLOOD} messages at once: ${answered} answered`;
}

async function echo({ webSocket, echoes }: Client): Promise<boolean> {
  const count = echoes.length;
  webSocket.send("{}");
  return await waitUntil(() => echoes.length > count);
}

async function broadcast(cloud: Cloud, count: number): Promise<void> {
  for (let broadcast = 0; broadcast < count; broadcast++) await post(cloud, "/all", { broadcast });
}

async function untilReceived(clients: readonly Client[], broadcasts: number): Promise<void> {
  await waitUntil(() => clients.every(({ received }) => new Set(received).size === broadcasts));
}

function countBroadcasts({ received }: Client, broadcasts: number) {
  const { size } = new Set(received);
  return { missed: broadcasts - size, twice: received.length - size };
}

/** Half of them without a word. */
async function leave(clients: readonly Client[]): Promise<void> {
  for (const [index, { webSocket }] of clients.entries())
    if (index % 2 === 0 || webSocket.isPaused) webSocket.terminate();
    else webSocket.close();
  await Promise.all(clients.map(({ closed }) => closed));
}

async function post<Answer>(cloud: Cloud, path: string, body: unknown): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(cloud.url + path, request);
  const text = await response.text();
  if (!response.ok) {
    const log = await cloud.call("log");
    throw new Error(
      `POST ${path} is answered ${response.status}: ${text}, after ${log.join("; ")}`,
    );
  }
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

async function waitUntil(isTrue: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (!isTrue() && performance.now() < end) await setTimeout(5);
  return isTrue();
}
