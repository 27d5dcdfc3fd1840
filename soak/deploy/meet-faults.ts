import type { Injection } from "../../tests/engine/aws/store.ts";
import type { Attempt } from "../../tests/engine/stack.ts";
import { deleteSpareApis, isAdvice, NO_ADVICE, readAdvice, runCommands } from "./advice.ts";
import type { Fault } from "./fault.ts";
import type { Stage } from "./stage.ts";

/** How a deployment came to its end after faults. */
export interface Outcome {
  /**
   * `up`: by another `pulumi up`. `advice`: by one after what the errors of another said. `broken`: not,
   * or not to the same state.
   */
  readonly by: "up" | "advice" | "broken";
  /** What is wrong. */
  readonly reason: string;
  /** How many of the faults happened: for others there was no occasion. */
  readonly met: number;
}

/** One resource at a time: what is under way with others would be done or not at random. */
const SERIAL = ["--parallel", "1"];
const REFRESH = [...SERIAL, "--refresh"];

/**
 * Lets a deployment meet faults: one or more in each `pulumi up`, in the order in which they come. Does
 * what a user would until one succeeds, and compares what has come of it.
 */
export async function meetFaults(stage: Stage, faults: readonly Fault[]): Promise<Outcome> {
  const { aws } = stage.engine;
  await stage.begin();
  for (const fault of faults) aws.inject(createInjection(fault));
  const updates: Attempt[] = [];
  const secrets = new Set<string>();
  let pending = faults.length;
  let advice = NO_ADVICE;
  let goesOn = true;
  while (goesOn) {
    const told = advice;
    runCommands(aws, told);
    const flags = told.refresh ? REFRESH : SERIAL;
    const update = await stage.run("up", { flags, killsHung: true });
    updates.push(update);
    const left = aws.pendingInjections().length;
    const isLast = left === 0 && pending > 0;
    const shown = isLast ? [update, await stage.run("preview")] : [update];
    for (const secret of await stage.findSecrets(shown)) secrets.add(secret);
    advice = readAdvice(update.errors);
    const isNews = isAdvice(advice) && JSON.stringify(advice) !== JSON.stringify(told);
    goesOn = update.ended !== "succeeded" && (left < pending || isNews);
    pending = left;
  }
  aws.clearInjections();
  deleteSpareApis(aws);
  return { ...(await judge(stage, updates, [...secrets])), met: faults.length - pending };
}

function createInjection({ effect, ...call }: Fault): Injection {
  const effects = { fail: "fail", "kill before": "hang", "kill after": "lose" } as const;
  return { ...call, effect: effects[effect] };
}

async function judge(
  stage: Stage,
  updates: readonly Attempt[],
  secrets: readonly string[],
): Promise<Omit<Outcome, "met">> {
  const broken = (reason: string) => ({ by: "broken", reason }) as const;
  const last = updates.at(-1);
  if (last?.ended !== "succeeded") return broken(last?.errors.join("\n") ?? "");
  const difference = await stage.compare();
  if (difference !== "") return broken(difference);
  if (secrets.length > 0) return broken(`In clear: ${secrets.join(", ")}`);
  const isAdvised = updates.some(({ errors }) => isAdvice(readAdvice(errors)));
  return { by: isAdvised ? "advice" : "up", reason: "" };
}
