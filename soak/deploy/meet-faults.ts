import type { Injection } from "../../tests/engine/aws/store.ts";
import type { Attempt } from "../../tests/engine/stack.ts";
import { cleanUp } from "./clean-up.ts";
import type { Fault } from "./fault.ts";
import type { Stage } from "./stage.ts";

/** How a deployment came to its end after faults. */
export interface Outcome {
  /**
   * `up`: by another `pulumi up`. `refresh`: by `pulumi up --refresh`, as another one said. `broken`:
   * not, or not to the same state.
   */
  readonly by: "up" | "refresh" | "broken";
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
  let pending = faults.length;
  let goesOn = true;
  while (goesOn) {
    const flags = asksForRefresh(updates.at(-1)) ? REFRESH : SERIAL;
    const update = await stage.up({ flags, killsHung: true });
    if (update.ended === "killed") await cleanUp(stage.engine, stage.stack);
    const before = pending;
    pending = aws.pendingInjections().length;
    const isNews = asksForRefresh(update) && !asksForRefresh(updates.at(-1));
    goesOn = update.ended !== "succeeded" && (pending < before || isNews);
    updates.push(update);
  }
  aws.clearInjections();
  return { ...(await judge(stage, updates)), met: faults.length - pending };
}

function createInjection({ effect, ...call }: Fault): Injection {
  const effects = { fail: "fail", "kill before": "hang", "kill after": "lose" } as const;
  return { ...call, effect: effects[effect] };
}

function asksForRefresh(update?: Attempt): boolean {
  const errors = update?.errors ?? [];
  return errors.some((error) => error.includes("→ Let Pulumi read what AWS has"));
}

async function judge(stage: Stage, updates: readonly Attempt[]): Promise<Omit<Outcome, "met">> {
  const broken = (reason: string) => ({ by: "broken", reason }) as const;
  const last = updates.at(-1);
  if (last?.ended !== "succeeded") return broken(last?.errors.join("\n") ?? "");
  const difference = await stage.compare();
  if (difference !== "") return broken(difference);
  const secrets = await stage.findSecrets(JSON.stringify(updates));
  if (secrets.length > 0) return broken(`In clear: ${secrets.join(", ")}`);
  return { by: updates.some(asksForRefresh) ? "refresh" : "up", reason: "" };
}
