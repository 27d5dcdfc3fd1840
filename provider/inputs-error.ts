import { DeploymentError } from "./deployment-error.ts";
import type { InputProblem } from "./input-problem.ts";

/** The user's inputs are wrong: all that is wrong with them. */
export class InputsError extends DeploymentError {
  /** What cannot be deployed: `Backend "shop"`. */
  readonly component: string;
  readonly problems: readonly InputProblem[];

  constructor(component: string, problems: readonly InputProblem[]) {
    const lines = problems.map(({ message }) => `- ${message.replaceAll(/\n(?=[^\n])/g, "\n  ")}`);
    super([`${component} cannot be deployed:`, ...lines].join("\n"));
    this.component = component;
    this.problems = problems;
  }
}
