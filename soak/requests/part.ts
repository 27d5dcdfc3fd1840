import { copyBackend } from "../backend-copy.ts";
import { startCloud } from "../cloud/start.ts";
import { compareWindows, watchMemory } from "../memory.ts";
import type { Part, Row, Scale } from "../part.ts";
import { formatProbe, startProbe } from "../probe.ts";
import { untilAborted } from "../until-aborted.ts";
import { CASES, type Case } from "./cases.ts";
import { talk } from "./talk.ts";

/** Requests that are slow, broken, large or too many. */
export const requests: Part = { name: "requests", limitSeconds: { quick: 90, full: 400 }, run };

const ROUNDS = { quick: 1, full: 15 };
/** For a request to be sent: 30 s would make rounds of half a minute. */
const REQUEST_SECONDS = 5;
/** Megabytes. */
const HEAP_ALLOWANCE = 20;

async function run(scale: Scale): Promise<readonly Row[]> {
  const { signal } = scale;
  await using backend = await copyBackend(new URL("backend", import.meta.url));
  await using cloud = await startCloud({
    source: backend.source,
    variables: {},
    limits: { requestSeconds: REQUEST_SECONDS, instances: 10 },
  });
  const url = `${cloud.url}/quick`;
  const probe = startProbe(async () => (await (await fetch(url, { signal })).text()) === "ok");
  const watch = watchMemory(cloud, scale.isQuick ? 200 : 1_000);
  const wrong: string[] = [];
  const rounds = scale.isQuick ? ROUNDS.quick : ROUNDS.full;
  for (let round = 1; round <= rounds; round++) {
    wrong.push(...(await untilAborted(signal, runRound(cloud.url, signal))));
    scale.progress(`round ${round}`);
  }
  const others = await probe.stop();
  const flat = compareWindows(await watch.stop(), HEAP_ALLOWANCE);
  const clients = CASES.reduce((sum, one) => sum + one.clients, 0);
  return [
    {
      promise: "each request gets its status, however it is sent",
      done: `${rounds * clients} clients with ${CASES.length} kinds of requests: ${CASES.map(({ name }) => name).join(", ")}`,
      figures:
        wrong.length === 0 ? "0 wrong" : `${wrong.length} wrong: ${[...new Set(wrong)].join("; ")}`,
      held: wrong.length === 0,
    },
    {
      promise: "slow, broken and large requests leave all others alone",
      done: "the same",
      figures: formatProbe(others),
      held: others.count > 0 && others.failed === 0,
    },
    {
      promise: "the memory of the local cloud stays bounded under requests",
      done: "the same",
      figures: flat.figures,
      held: flat.isFlat,
    },
  ];
}

/** The slow ones all the while, the others by turns: they would be slow as well. */
async function runRound(url: string, signal: AbortSignal): Promise<string[]> {
  const isSlow = ({ isSlow = false }: Case) => isSlow;
  const slow = CASES.filter(isSlow).map((one) => findWrong(url, one, signal));
  const wrong: string[] = [];
  for (const one of CASES.filter((one) => !isSlow(one)))
    wrong.push(...(await findWrong(url, one, signal)));
  return [...wrong, ...(await Promise.all(slow)).flat()];
}

/** Names the case for each client that got something else. */
async function findWrong(url: string, one: Case, signal: AbortSignal): Promise<string[]> {
  const talks = Array.from({ length: one.clients }, () => talk(url, one, signal));
  return (await Promise.all(talks))
    .filter((statuses) => !isExpected(statuses, one))
    .map((statuses) => `${one.name}: ${statuses.join(" ") || "no answer"}`);
}

/** A client that is still writing when it is refused may not get to read why. */
function isExpected(statuses: readonly number[], { expected, isSlow = false }: Case): boolean {
  return statuses.join() === expected.join() || (isSlow && statuses.length === 0);
}
