import * as pulumi from "@pulumi/pulumi";
import { findRefused, type PendingUpdate } from "./refused-update.ts";

/** For the options of a resource. */
export interface RefusalHook {
  readonly hooks?: pulumi.ResourceHookBinding;
}

/** Finds the inputs that AWS does not have, though Pulumi's state says so. */
export type FindRefused = (update: PendingUpdate) => readonly string[] | Promise<readonly string[]>;

/** Makes the hook of a name, which must be unique in a program. */
export type CreateHook = (name: string, find?: FindRefused) => RefusalHook;

/**
 * Hooks that stop an update which would leave out what AWS has refused before, and then say that all
 * is well. Where Pulumi knows no hooks, there are none.
 */
export async function prepareHooks(component: string): Promise<CreateHook> {
  if (!(await hasHooks(component))) return () => ({});
  return (name, find = findRefused) => {
    const check: pulumi.ResourceHookFunction = async (update) => {
      const { oldInputs = {}, oldOutputs = {}, newInputs = {} } = update;
      const refused = await find({ oldInputs, oldOutputs, newInputs });
      if (refused.length > 0) throw new Error(describeRefusal(refused));
    };
    return { hooks: { beforeUpdate: [new pulumi.ResourceHook(name, check, { onDryRun: true })] } };
  };
}

/** Pulumi's mocks have no hooks, nor has a CLI, or its language host, from before July 2025. */
async function hasHooks(component: string): Promise<boolean> {
  if (pulumi.runtime.getEngine() === undefined) return false;
  const trial = { name: `${component}: trial`, callback: () => {} };
  return pulumi.runtime.registerResourceHook(trial).then(
    () => true,
    () => false,
  );
}

function describeRefusal(names: readonly string[]): string {
  return `An earlier update of this was refused, but Pulumi's state has it as done: AWS may not have the new ${names.join(", ")}
→ Let Pulumi read what AWS has, and set it again: pulumi up --refresh`;
}
