import { median } from "../../bench/statistics.ts";
import { copyBackend } from "../backend-copy.ts";
import { startCloud } from "../cloud/start.ts";
import { compareWindows } from "../memory.ts";
import type { Part, Row, Scale } from "../part.ts";
import { formatProbe } from "../probe.ts";
import { untilAborted } from "../until-aborted.ts";
import { ABUSES } from "./abuse.ts";
import { type Amounts, runRound, type Seen } from "./round.ts";

/** WebSockets in thousands, with clients that are slow, gone or hostile. */
export const sockets: Part = { name: "sockets", limitSeconds: { quick: 90, full: 500 }, run };

const LARGE: Amounts = {
  connections: 2_000,
  slow: 20,
  broadcasts: 10,
  vanishing: 100,
  abuses: 20,
  floods: 10,
};
const MEDIUM: Amounts = {
  connections: 400,
  slow: 4,
  broadcasts: 10,
  vanishing: 20,
  abuses: 4,
  floods: 2,
};
const SMALL: Amounts = {
  connections: 60,
  slow: 2,
  broadcasts: 3,
  vanishing: 4,
  abuses: 1,
  floods: 1,
};

interface Plan {
  /** The largest comes first: what it fills once does not look like growth. */
  readonly rounds: readonly Amounts[];
  /** Megabytes by which the heap may grow once it is warm. */
  readonly growth: number;
}
const FULL: Plan = { rounds: [LARGE, ...repeat(MEDIUM, 7)], growth: 4 };
// Of which the first are warm-up
const QUICK: Plan = { rounds: repeat(SMALL, 4), growth: 16 };

function repeat(amounts: Amounts, count: number): Amounts[] {
  return Array.from({ length: count }, () => amounts);
}

const MB = 1_048_576;
/** Bytes of heap for each client that does not read, for each connection, and for all else. */
const PER_SLOW = 2 * MB;
const PER_CONNECTION = 0.1 * MB;
const FOR_ALL = 16 * MB;

async function run(scale: Scale): Promise<readonly Row[]> {
  const plan = scale.isQuick ? QUICK : FULL;
  await using backend = await copyBackend(new URL("backend", import.meta.url));
  await using cloud = await startCloud({
    source: backend.source,
    variables: {},
    limits: { instances: 10 },
  });
  const rounds: Seen[] = [];
  for (const amounts of plan.rounds) {
    rounds.push(await untilAborted(scale.signal, runRound(cloud, amounts)));
    scale.progress(`round ${rounds.length}`);
  }
  return createRows(plan, rounds);
}

function createRows(plan: Plan, rounds: readonly Seen[]): Row[] {
  const [first = SMALL, ...others] = plan.rounds;
  const { connections, slow, broadcasts, vanishing, abuses, floods } = first;
  const sum = (figure: (seen: Seen) => number) =>
    rounds.reduce((total, seen) => total + figure(seen), 0);
  const missed = sum((seen) => seen.missed);
  const online = sum((seen) => seen.online);
  const probes = rounds.map(({ others }) => others);
  const beside = {
    count: sum(({ others }) => others.count),
    failed: sum(({ others }) => others.failed),
    medianMs: median(probes.map(({ medianMs }) => medianMs)),
    slowestMs: Math.max(...probes.map(({ slowestMs }) => slowestMs)),
  };
  const wrong = rounds.flatMap((seen) => seen.wrong);
  const growth = compareWindows(
    rounds.map(({ empty }) => empty),
    plan.growth,
  );
  const most = Math.max(...rounds.map(({ full, empty }) => full.heap - empty.heap));
  const expected = slow * PER_SLOW + connections * PER_CONNECTION + FOR_ALL;
  return [
    {
      promise: "each member of a channel gets each message",
      done: `${connections} connections, ${slow} of them more that do not read; ${broadcasts} messages to all; then ${others.length} rounds of ${others[0]?.connections} connections`,
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
      figures: formatProbe(beside),
      held: beside.failed === 0,
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
      figures: `${Math.round(most / MB)} MB more with all connections; with none ${growth.figures}`,
      held: growth.isFlat && most < expected,
    },
  ];
}
