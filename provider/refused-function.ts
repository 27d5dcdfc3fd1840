import * as pulumi from "@pulumi/pulumi";
import type { FunctionState } from "./publication.ts";
import type { FindRefused } from "./refusal-hook.ts";
import { findRefused } from "./refused-update.ts";

type Values = Readonly<Record<string, unknown>>;

/** What is known of a function by the time that it is updated. */
export interface KnownFunction {
  /** As it was in AWS before this update. */
  readonly found?: FunctionState | undefined;
  /** The environment that is wanted; unknown in some previews. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Finds what a function does not have of an earlier update. Unlike with other resources, AWS has been
 * asked: an update that failed at its end, when a version was to be published, is done but for that.
 */
export function createFunctionSearch(read: () => KnownFunction): FindRefused {
  return async (update) => {
    const { found, variables } = read();
    const newInputs = variables
      ? { ...update.newInputs, environment: { variables } }
      : update.newInputs;
    const revealed = {
      oldInputs: await revealEnvironment(update.oldInputs),
      oldOutputs: await revealEnvironment(update.oldOutputs),
      newInputs,
    };
    const asked = findRefused(revealed);
    const applied = found === undefined ? [] : listApplied(found, newInputs);
    return asked.filter((name) => !NOT_READ.includes(name) && !applied.includes(name));
  };
}

/** What AWS does not tell: the digest stands for the code. */
const NOT_READ: readonly string[] = ["code", "publish"];

/** The inputs that AWS has as they are wanted. */
function listApplied({ latest, reserved, description }: FunctionState, inputs: Values): string[] {
  const { architecture, variables, ...content } = latest;
  const current: Values = {
    ...content,
    architectures: [architecture],
    environment: { variables },
    description,
    reservedConcurrentExecutions: reserved,
  };
  const sort = (value: unknown) => JSON.stringify(value, sortKeys);
  return Object.keys(current).filter((name) => sort(current[name]) === sort(inputs[name]));
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** In the state the environment is secret, and known. */
async function revealEnvironment(values: Values): Promise<Values> {
  const environment = await new Promise((resolve) => {
    pulumi.output([values.environment]).apply(([known]) => resolve(known));
  });
  return { ...values, environment };
}
