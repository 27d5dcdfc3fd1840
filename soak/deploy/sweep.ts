import { describeFault, type Fault, listFaults } from "./fault.ts";
import { meetFaults, type Outcome } from "./meet-faults.ts";
import { playStages, type Stage } from "./stage.ts";

/** Faults that one deployment meets, in one `pulumi up` after the other. */
export type Chain = readonly Fault[];

export interface SweepOptions {
  /** Both unless told. */
  readonly stages?: readonly Stage["name"][];
  /** Chooses among all faults of a stage, in the order of their calls. */
  readonly choose: (faults: readonly Fault[], stage: Stage["name"]) => readonly Chain[];
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** How a deployment ended. */
export interface Deployment extends Outcome {
  readonly stage: Stage["name"];
  readonly faults: Chain;
}

/** Lets deployments meet faults, and tells how each of them ended. */
export async function sweepFaults(options: SweepOptions): Promise<readonly Deployment[]> {
  const { stages = ["first", "change"], choose, progress, signal } = options;
  const deployments: Deployment[] = [];
  await playStages(
    stages,
    async (stage) => {
      const chains = choose(listFaults(stage.calls), stage.name);
      for (const [index, faults] of chains.entries()) {
        const outcome = await meetFaults(stage, faults);
        deployments.push({ stage: stage.name, faults, ...outcome });
        const names = faults.map(describeFault).join(", ");
        progress(`${stage.name} ${index + 1}/${chains.length}: ${names}: ${describe(outcome)}`);
      }
    },
    signal,
  );
  return deployments;
}

function describe({ by, reason, met }: Outcome): string {
  return `${met} met, ${by}${reason === "" ? "" : `\n${reason}`}`;
}
