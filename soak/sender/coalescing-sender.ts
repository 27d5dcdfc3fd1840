import { VARIABLES } from "../../manifest/environment.ts";
import { createWorld, type World } from "../hostile/world.ts";
import type { Part, Row, Scale } from "../part.ts";
import { FAULTS } from "./faults.ts";
import { type FaultySqs, startFaultySqs } from "./faulty-sqs.ts";
import { createFindings, type Findings, judge } from "./judge.ts";
import type { InvocationReport } from "./process.ts";

/** Of one invocation: three requests. */
const JOBS = 25;
const INVOCATIONS = { quick: 24, full: 600 };
/** Of the requests. */
const FAULT_SHARE = 0.4;

/** Pushes, to an SQS that is slow, refuses, breaks off, takes half and answers nonsense. */
export const coalescingSender: Part = {
  name: "coalescing-sender",
  limitSeconds: { quick: 120, full: 400 },
  async run(scale) {
    const world = await createWorld();
    const prefix = new URL(world.variables[VARIABLES.queueUrlPrefix] ?? "");
    const sqs = await startFaultySqs(prefix.origin, createFaultChooser());
    try {
      return [createRow(await push(world, `${sqs.url}${prefix.pathname}`, sqs, scale), sqs)];
    } finally {
      await sqs.close();
      await world.close();
    }
  },
};

async function push(
  world: World,
  queueUrlPrefix: string,
  { taken }: FaultySqs,
  scale: Scale,
): Promise<Findings> {
  const invocations = scale.isQuick ? INVOCATIONS.quick : INVOCATIONS.full;
  const child = world.fork(new URL("process.ts", import.meta.url), {
    args: [String(invocations), String(JOBS)],
    variables: { [VARIABLES.queueUrlPrefix]: queueUrlPrefix },
  });
  const findings = createFindings();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let seen = 0;
  child.on("message", (report: InvocationReport) => {
    judge(report, taken, findings);
    if (++seen % 100 === 0) scale.progress(`${seen * JOBS} pushes`);
  });
  child.on("disconnect", resolve);
  scale.signal.addEventListener("abort", () => reject(scale.signal.reason));
  await promise;
  if (seen < invocations) findings.broken.push(`${invocations - seen} invocations did not end`);
  return findings;
}

function createRow({ sent, refused, covered, broken }: Findings, { counts }: FaultySqs): Row {
  const faults = Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
  const figures = `${sent} sent, ${refused} rejected with the reason, ${covered} not awaited and sent or answered for`;
  return {
    promise:
      "no push resolves that was not sent, none is lost silently, and a group keeps its order",
    done: `${sent + refused + covered} pushes to an SQS with ${faults} faults of ${counts.size} kinds`,
    figures: broken.length === 0 ? figures : `${broken.length} broken: ${broken[0]}`,
    held: broken.length === 0,
  };
}

/** Each fault once, for none to be left out by chance; after that as it comes. */
function createFaultChooser(): () => string | undefined {
  const names = Object.keys(FAULTS);
  let next = 0;
  return () => {
    if (Math.random() > FAULT_SHARE) return undefined;
    return next < names.length ? names[next++] : names[Math.floor(Math.random() * names.length)];
  };
}
