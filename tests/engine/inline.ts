import {
  LocalWorkspace,
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import type { Engine } from "./engine.ts";

export interface InlineProgram {
  /** The project's name. */
  readonly project: string;
  readonly folder: string;
  /** Runs in the process of the test: relative paths begin where that one was started. */
  readonly program: PulumiFn;
  readonly configuration?: Readonly<Record<string, string>>;
}

/** Makes a stack of the Automation API, whose program runs in the process of the test. */
export async function createInlineStack(
  engine: Engine,
  name: string,
  { project, folder, program, configuration = {} }: InlineProgram,
): Promise<Stack> {
  const stack = await LocalWorkspace.createStack(
    { stackName: name, projectName: project, program },
    {
      envVars: { ...engine.environment },
      pulumiCommand: await PulumiCommand.get({ root: engine.root }),
      workDir: folder,
    },
  );
  for (const [key, value] of Object.entries(configuration)) await stack.setConfig(key, { value });
  return stack;
}
