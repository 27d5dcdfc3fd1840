import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JournalEntry } from "../../tests/engine/aws/store.ts";
import { type Engine, type Project, startEngine } from "../../tests/engine/engine.ts";
import {
  restoreSnapshot,
  type Snapshot,
  saveSnapshot,
  stateFolder,
} from "../../tests/engine/snapshot.ts";
import type { Attempt, AttemptOptions, Command, Stack, Update } from "../../tests/engine/stack.ts";
import { describeInputs } from "../../tests/engine/state.ts";
import { describeAccount, withoutRepeats } from "./account-content.ts";
import { CHANGED, FIRST, REMOVED, SECRETS } from "./program.ts";

/** The hooks of a Backend are there: the language host of the tests for TypeScript has none. */
const PLUGINS = [fileURLToPath(new URL("../../tests/engine/bin", import.meta.url))];

/** A deployment that can be begun again and again from the same point. */
export interface Stage {
  readonly name: "first" | "change";
  /** Those of a deployment that nothing disturbs. */
  readonly calls: readonly JournalEntry[];
  readonly engine: Engine;
  readonly stack: Stack;
  /** One command that need not succeed; rejects once the sweep's time is over. */
  run(command: Command, options?: AttemptOptions): Promise<Attempt>;
  /** Goes back to where nothing of it was done. */
  begin(): Promise<void>;
  /** What differs from what the undisturbed deployment came to; empty: nothing. */
  compare(): Promise<string>;
  /** The secrets that are in clear in what commands showed, or in the files of the state. */
  findSecrets(shown: readonly Update[]): Promise<readonly string[]>;
}

/**
 * Deploys a backend for the first time, and then a change of nearly everything; hands each of them over
 * to `use` as a stage, if it is one of `stages`, while the files are those of that stage.
 */
export async function playStages(
  stages: readonly Stage["name"][],
  use: (stage: Stage) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const engine = await startEngine({ plugins: PLUGINS });
  try {
    const project = await engine.createProject(FIRST);
    const stack = await project.createStack("dev");
    signal?.addEventListener("abort", () => stack.kill());
    const nothing = await saveSnapshot(engine, "nothing");
    if (stages.includes("first"))
      await use(await createStage("first", { engine, stack, signal }, nothing));
    if (!stages.includes("change")) return;
    await restoreSnapshot(engine, nothing);
    await stack.up();
    const deployed = await saveSnapshot(engine, "deployed");
    await changeFiles(project);
    await use(await createStage("change", { engine, stack, signal }, deployed));
  } finally {
    await engine.remove();
  }
}

async function changeFiles(project: Project): Promise<void> {
  await project.write(CHANGED);
  for (const file of REMOVED) await rm(join(project.folder, file));
}

interface Place {
  readonly engine: Engine;
  readonly stack: Stack;
  readonly signal: AbortSignal | undefined;
}

async function createStage(
  name: Stage["name"],
  { engine, stack, signal }: Place,
  from: Snapshot,
): Promise<Stage> {
  const preview = await stack.preview();
  engine.aws.clearJournal();
  await stack.up("--parallel", "1");
  const calls = engine.aws.journal();
  const expected = await describe(engine, stack);
  return {
    name,
    calls,
    engine,
    stack,
    async run(command, options) {
      signal?.throwIfAborted();
      return stack.attempt(command, options);
    },
    begin: () => restoreSnapshot(engine, from),
    compare: async () => findDifference(expected, await describe(engine, stack)),
    findSecrets: async (shown) => {
      const texts = [JSON.stringify([preview, ...shown]), ...(await readState(engine))];
      return SECRETS.filter((secret) => texts.some((each) => each.includes(secret)));
    },
  };
}

async function describe(engine: Engine, stack: Stack) {
  const inputs = Object.entries(describeInputs(await stack.resources()));
  return {
    ...describeAccount(engine.aws),
    state: inputs.map(([name, values]) => `${name} ${JSON.stringify(values, withoutVersions)}`),
  };
}

/** A fault may have taken a version more. */
function withoutVersions(name: string, value: unknown): unknown {
  if (name === "functionVersion") return undefined;
  return name === "description" ? withoutRepeats(String(value)) : value;
}

type Description = Awaited<ReturnType<typeof describe>>;

function findDifference(expected: Description, actual: Description): string {
  const lines = Object.entries(expected).flatMap(([kind, wanted]) => {
    const found: readonly string[] = actual[kind as keyof Description] ?? [];
    const missing = wanted.filter((each) => !found.includes(each));
    const extra = found.filter((each) => !wanted.includes(each));
    return [
      ...missing.map((each) => `- ${kind} ${each}`),
      ...extra.map((each) => `+ ${kind} ${each}`),
    ];
  });
  return lines.join("\n");
}

async function readState(engine: Engine): Promise<readonly string[]> {
  const entries = await readdir(stateFolder(engine), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")));
}
