import { copyBackend } from "../backend-copy.ts";
import { startCloud } from "../cloud/start.ts";
import type { Part, Row, Scale } from "../part.ts";
import { formatProbe } from "../probe.ts";
import { untilAborted } from "../until-aborted.ts";
import { ABUSES } from "./abuse.ts";
import { type Amounts, runRound, type Seen } from "./round.ts";

/** WebSockets in thousands, with clients that are slow, gone or hostile. */
export const sockets: Part = { name: "sockets", limitSeconds: { quick: 90, full: 500 }, run };

const FULL: Amounts = {
  connections: 2_000,
  slow: 20,
  broadcasts: 10,
  vanishing: 100,
  abuses: 20,
  floods: 10,
};
const QUICK: Amounts = {
  connections: 60,
  slow: 2,
  broadcasts: 3,
  vanishing: 4,
  abuses: 1,
  floods: 1,
};
const ROUNDS = 2;

const MB = 1_048_576;
/** Of the heap from round to round, in bytes. */
const ALLOWANCE = 16 * MB;
/** For each client that does not read, and for each connection. */
const PER_SLOW = 2 * MB;
const PER_CONNECTION = 0.1 * MB;

async function run(scale: Scale): Promise<readonly Row[]> {
  const amounts = scale.isQuick ? QUICK : FULL;
  await using backend = await copyBackend(new URL("backend", import.meta.url));
  await using cloud = await startCloud({
    source: backend.source,
    variables: {},
    limits: { instances: 10 },
  });
  const rounds: Seen[] = [];
  while (rounds.length < ROUNDS) {
    rounds.push(await untilAborted(scale.signal, runRound(cloud, amounts)));
    scale.progress(`round ${rounds.length}`);
  }
  return createRows(amounts, rounds);
}

function createRows(amounts: Amounts, rounds: readonly Seen[]): Row[] {
  const { connections, slow, broadcasts, vanishing, abuses, floods } = amounts;
  const sum = (figure: (seen: Seen) => number) =>
    rounds.reduce((total, seen) => total + figure(seen), 0);
  const missed = sum((seen) => seen.missed);
  const online = sum((seen) => seen.online);
  const failed = sum((seen) => seen.others.failed);
  const wrong = rounds.flatMap((seen) => seen.wrong);
  const [first, last] = [rounds[0], rounds.at(-1)];
  const growth = (last?.heap.empty ?? 0) - (first?.heap.empty ?? 0);
  const most = Math.max(...rounds.map(({ heap }) => heap.full - heap.empty));
  const expected = slow * PER_SLOW + connections * PER_CONNECTION + ALLOWANCE;
  const megabytes = (bytes: number) => `${Math.round(bytes / MB)} MB`;
  return [
    {
      promise: "each member of a channel gets each message",
      done: `${connections} connections, ${slow} of them more that do not read; ${broadcasts} messages to all; ${rounds.length} rounds`,
      figures: `${missed} missed; ${sum((seen) => seen.twice)} twice`,
      held: missed === 0,
    },
    {
      promise: "whoever breaks a limit of WebSockets is closed with the code for it, or refused",
      done: `the same; ${ABUSES.map(({ name }) => name).join(", ")}, ${abuses} times each; ${slow} clients that do not read, ${floods} that send 300 messages at once, ${vanishing} that go during the handshake`,
      figures:
        wrong.length === 0 ? "0 wrong" : `${wrong.length} wrong: ${[...new Set(wrong)].join("; ")}`,
      held: wrong.length === 0,
    },
    {
      promise: "other WebSockets go on beside them",
      done: "the same",
      figures: rounds.map(({ others }) => formatProbe(others)).join("; "),
      held: failed === 0,
    },
    {
      promise: "nobody stays online who has gone, however they went",
      done: "the same; half of them go without a word",
      figures: `${online} still online`,
      held: online === 0,
    },
    {
      promise: "the memory of the local cloud stays bounded under WebSockets",
      done: "the same",
      figures: `${megabytes(most)} more with all connections; ${megabytes(growth)} from round to round`,
      held: growth < ALLOWANCE && most < expected,
    },
  ];
}
