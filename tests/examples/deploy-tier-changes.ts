import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readDeployTier } from "../engine/deploy-tier.ts";
import type { Engine, Project } from "../engine/engine.ts";
import type { Stack } from "../engine/stack.ts";

export interface DeployedExample {
  readonly engine: Engine;
  readonly project: Project;
  readonly stack: Stack;
  /** Of the backend, in the project's folder. */
  readonly backend: string;
  /** Whether it has queues already: the first one is for an administrator. Default true. */
  readonly queues?: boolean;
}

const QUEUE = "queues/added-later.ts";

/**
 * Does with a backend that an administrator has deployed what the deploy tier is for, with that tier
 * alone: new code, a queue more and a queue less, settings, a pause and its end, a refresh.
 */
export async function changeUnderDeployTier(example: DeployedExample): Promise<void> {
  const { engine, project, stack, backend, queues = true } = example;
  engine.aws.actAs(readDeployTier(engine.aws));
  const before = engine.aws.journal().length;
  await project.write({
    [`${backend}/api/added-later.ts`]: "export const get = () => 1;\n",
    ...(queues ? { [`${backend}/${QUEUE}`]: "export default async () => {};\n" } : {}),
  });
  await stack.set("queuerun:reserved", "50");
  await stack.up();
  assert.equal(hasQueue(engine), queues);
  assert.deepEqual(readReserved(engine), [50]);
  if (queues) await rm(join(project.folder, backend, QUEUE));
  await stack.set("queuerun:reserved", "0");
  await stack.up();
  assert.equal(hasQueue(engine), false);
  assert.deepEqual(readReserved(engine), [0]);
  await stack.unset("queuerun:reserved");
  await stack.up();
  assert.deepEqual(readReserved(engine), [null]);
  await stack.refresh();
  const calls = engine.aws.journal().slice(before);
  assert.deepEqual(
    calls.filter(({ error }) => error !== undefined),
    [],
  );
  engine.aws.actAsAdministrator();
}

function hasQueue({ aws }: Engine): boolean {
  return aws.list("queue").some(({ name }) => name.endsWith("-q-added-later"));
}

function readReserved({ aws }: Engine): (number | null)[] {
  return aws.list("function").map(({ reserved }) => reserved);
}
