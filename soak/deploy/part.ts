import type { Part, Row, Scale } from "../part.ts";
import { chooseEvery, divide } from "./fault.ts";
import type { Stage } from "./stage.ts";
import { type Deployment, sweepFaults } from "./sweep.ts";

/**
 * Deployments that meet faults, on Pulumi's engine and the stand-in for AWS of the tests. `SLICE=1 npm
 * run soak -- --only deploy` begins at the first fault, on any day.
 */
export const deployFaults: Part = {
  name: "deploy",
  limitSeconds: { quick: 90, full: 480 },
  run,
};

/** How much is done: `tests/engine/deploy-faults.test.ts` does more than the quick run. */
interface Amounts {
  readonly stages: readonly Stage["name"][];
  /** One of so many faults. */
  readonly every: number;
  /** At most so many for one deployment. */
  readonly each: number;
}

const QUICK: Amounts = { stages: ["first"], every: 60, each: 3 };
const FULL: Amounts = { stages: ["first", "change"], every: 8, each: 6 };

const DAY_MS = 86_400_000;

async function run({ isQuick, signal, progress }: Scale): Promise<readonly Row[]> {
  const { stages, every, each } = isQuick ? QUICK : FULL;
  const first = readSlice(every);
  const deployments = await sweepFaults({
    stages,
    choose: (faults) => divide(chooseEvery(faults, every, first), each),
    progress,
    signal,
  });
  return [createRow(deployments, `one of ${every} faults, from number ${first + 1}`)];
}

/** Of so many slices, counted from 0. Each day another: all of them in as many days. */
function readSlice(count: number): number {
  const { SLICE } = process.env;
  if (SLICE === undefined) return Math.floor(Date.now() / DAY_MS) % count;
  const slice = Number(SLICE) - 1;
  if (Number.isInteger(slice) && slice >= 0 && slice < count) return slice;
  throw new Error(`SLICE: expected a number from 1 to ${count}, got "${SLICE}"`);
}

function createRow(deployments: readonly Deployment[], which: string): Row {
  const count = (by: Deployment["by"]) => deployments.filter((each) => each.by === by).length;
  const met = deployments.reduce((sum, each) => sum + each.met, 0);
  const broken = count("broken");
  return {
    promise: "a `pulumi up` goes on where the one before it failed or was killed, to the same end",
    done: `${met} calls of a \`pulumi up\` failed, or were the last before it was killed; ${which}`,
    figures:
      `${deployments.length} deployments: ${count("up")} with \`pulumi up\`, ` +
      `${count("advice")} after what it said; ${broken} to another end; no secret in clear`,
    held: broken === 0,
  };
}
