import type { Load, ModuleNamespace } from "../manifest/entry.ts";
import { type Invocation, runInvocation } from "../sdk/context.ts";
import { settlePushes } from "../sdk/settle-pushes.ts";

/** Runs the init phase as an invocation: what is loaded in it may push jobs and make URLs. */
export async function runInit<T>(
  { transport, site }: Pick<Invocation, "transport" | "site">,
  run: () => Promise<T>,
): Promise<T> {
  const invocation: Invocation = {
    ...{ requestId: "init", user: null, hops: 0, transport, site },
    pushes: new Set(),
  };
  return await runInvocation(invocation, async () => {
    const result = await run();
    await settlePushes(invocation);
    return result;
  });
}

/**
 * Loads `index.ts` and awaits its `warmup()`, before any handler. What fails here fails the init
 * phase, so the error says which step failed and why: Lambda reports the message, not the cause.
 */
export async function warmUp(load: Load | null): Promise<ModuleNamespace> {
  if (load === null) return {};
  const index = await step("Cannot load index", () => load());
  const { warmup } = index;
  if (warmup === undefined) return index;
  if (typeof warmup !== "function")
    throw new TypeError(
      `Cannot warm up: "warmup" of index is ${typeof warmup}, must be a function`,
    );
  await step("warmup() failed", async () => {
    await warmup();
  });
  return index;
}

async function step<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${what}: ${reason}`, { cause: error });
  }
}
