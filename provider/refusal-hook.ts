import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { createDeletion } from "./existing-resource.ts";
import { explainRefusal, type PermissionsPlace } from "./explain-refusal.ts";
import { findRefused, type PendingUpdate } from "./refused-update.ts";

/** For the options of a resource. */
export interface RefusalHook {
  readonly hooks?: pulumi.ResourceHookBinding;
}

/** Finds the inputs that AWS does not have, though Pulumi's state says so. */
export type FindRefused = (update: PendingUpdate) => readonly string[] | Promise<readonly string[]>;

/** Makes the hooks of a name, which must be unique in a program. */
export type CreateHook = (name: string, find?: FindRefused) => RefusalHook;

/**
 * Hooks that stop an update which would leave out what AWS has refused before, and then say that all
 * is well; and that say what to do about a refusal. Where Pulumi knows no hooks, there are none.
 */
export async function prepareHooks(
  component: string,
  permissions: PermissionsPlace,
): Promise<CreateHook> {
  const [before, onError] = await Promise.all([
    hasUpdateHooks(component),
    hasErrorHooks(component),
  ]);
  if (!before) return () => ({});
  const explain = createExplanation(permissions);
  return (name, find = findRefused) => {
    const check: pulumi.ResourceHookFunction = async (update) => {
      const { oldInputs = {}, oldOutputs = {}, newInputs = {} } = update;
      const refused = await find({ oldInputs, oldOutputs, newInputs });
      if (refused.length > 0) throw new Error(describeRefusal(refused));
    };
    const beforeUpdate = [new pulumi.ResourceHook(name, check, { onDryRun: true })];
    if (!onError) return { hooks: { beforeUpdate } };
    return {
      hooks: {
        beforeUpdate,
        onError: [new pulumi.ErrorHook(`${name}: error`, explain)],
      },
    };
  };
}

/** Pulumi's mocks have no hooks, nor has a CLI, or its language host, from before July 2025. */
async function hasUpdateHooks(component: string): Promise<boolean> {
  if (pulumi.runtime.getEngine() === undefined) return false;
  const trial = { name: `${component}: trial`, callback: () => {} };
  return succeeds(pulumi.runtime.registerResourceHook(trial));
}

/** They came later; also to @pulumi/pulumi. */
async function hasErrorHooks(component: string): Promise<boolean> {
  const { getEngine, registerErrorHook } = pulumi.runtime;
  if (getEngine() === undefined || typeof registerErrorHook !== "function") return false;
  return succeeds(registerErrorHook({ name: `${component}: trial error`, callback: () => false }));
}

function succeeds(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

function describeRefusal(names: readonly string[]): string {
  return `An earlier update of this was refused, but Pulumi's state has it as done: AWS may not have the new ${names.join(", ")}
→ Let Pulumi read what AWS has, and set it again: pulumi up --refresh`;
}

/**
 * Does not try again. Where Pulumi runs it, it does not know of the engine that shows messages. The same
 * refusal may meet many resources.
 */
function createExplanation(permissions: PermissionsPlace): pulumi.ErrorHookFunction {
  const run = AsyncLocalStorage.snapshot();
  const shown = new Set<string>();
  return async ({ type, newInputs: inputs = {}, errors }) => {
    const error = errors.join("\n");
    const explanation = explainRefusal(error, permissions, createDeletion({ type, inputs, error }));
    if (explanation === undefined || shown.has(explanation)) return false;
    shown.add(explanation);
    await run(() => pulumi.log.error(explanation));
    return false;
  };
}
