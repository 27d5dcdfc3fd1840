import * as pulumi from "@pulumi/pulumi";
import type { InputProblem } from "./input-problem.ts";

/** The user's inputs are wrong: Pulumi shows the message, and neither program text nor stack. */
export class InputsError extends pulumi.RunError {
  readonly problems: readonly InputProblem[];

  constructor(component: string, problems: readonly InputProblem[]) {
    const lines = problems.map(({ message }) => `- ${message.replaceAll("\n", "\n  ")}`);
    super([`${component} cannot be deployed:`, ...lines].join("\n"));
    this.problems = problems;
  }
}
