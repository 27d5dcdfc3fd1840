import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { StoredEntity } from "./aws/store.ts";
import type { Engine } from "./engine.ts";

/** What there is in AWS, and what Pulumi knows of it. */
export interface Snapshot {
  readonly account: readonly StoredEntity[];
  /** A copy of all stacks' states. */
  readonly state: string;
}

/** Nothing may be running. Saving and restoring takes milliseconds; another `pulumi up` seconds. */
export async function saveSnapshot(engine: Engine, name: string): Promise<Snapshot> {
  const state = join(engine.root, `state-${name}`);
  await cp(stateFolder(engine), state, { recursive: true });
  return { account: engine.aws.dump(), state };
}

export async function restoreSnapshot(engine: Engine, snapshot: Snapshot): Promise<void> {
  engine.aws.load(snapshot.account);
  await rm(stateFolder(engine), { recursive: true });
  await cp(snapshot.state, stateFolder(engine), { recursive: true });
}

/** Where the state is in files: those that are not meant to be read have no secrets in clear. */
export function stateFolder({ root }: Engine): string {
  return join(root, "state");
}
