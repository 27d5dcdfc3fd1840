import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createZip } from "../programs/plain.ts";
import { createClient } from "./client.ts";
import { createProvider } from "./provider.ts";
import { type Settings, Store } from "./store.ts";
import type { Values } from "./wire.ts";

/** A resource that was made as the engine makes one: checked, then created. */
export interface TestResource {
  readonly id: string;
  readonly state: Values;
  /** Checks, compares and updates; resolves to the paths that differed. */
  update(inputs: Values): Promise<readonly string[]>;
  delete(): Promise<void>;
}

export interface TestAccount {
  readonly store: Store;
  /** @throws Error with all problems that a check finds. */
  create(token: string, name: string, inputs: Values): Promise<TestResource>;
  /** Calls a function of the package. */
  invoke(token: string, args: Values): Promise<Values>;
  /** The calls made since the last time, as `action` or `action: error`. */
  calls(): string[];
}

const SETTINGS: Settings = {
  accountId: "123456789012",
  concurrency: 1000,
  minimumUnreserved: 100,
  clockMs: 0,
  policies: null,
};

/** The stand-in without an engine, in memory. */
export function createTestAccount(region = "eu-central-1"): TestAccount {
  const store = new Store(":memory:");
  store.set(SETTINGS);
  const provider = createProvider((place, purpose) => createClient(store, place, purpose), region);
  const check = (urn: string, olds: Values, news: Values) => {
    const { inputs, problems } = provider.check(urn, olds, news, Buffer.from(urn));
    if (problems.length === 0) return inputs;
    throw new Error(problems.map(({ input, reason }) => `${input}: ${reason}`).join("\n"));
  };
  return {
    store,
    async create(token, name, news) {
      const urn = `urn:pulumi:dev::test::${token}::${name}`;
      let inputs = check(urn, {}, news);
      const created = await provider.create(urn, inputs, false);
      let state = created.state;
      return {
        id: created.id,
        get state() {
          return state;
        },
        async update(changed) {
          const next = check(urn, inputs, changed);
          const { differences, replaces } = provider.diff(urn, state, next);
          if (replaces.length > 0) throw new Error(`${replaces} would replace ${name}`);
          state = await provider.update(urn, created.id, state, next, false);
          inputs = next;
          return differences.map(({ path }) => path);
        },
        delete: () => provider.delete(urn, created.id, state),
      };
    },
    invoke: (token, args) => provider.invoke(token, args),
    calls() {
      const entries = store.journal();
      store.clearJournal();
      return entries.map(({ action, error }) =>
        error === undefined ? action : `${action}: ${error}`,
      );
    },
  };
}

const ARCHIVE = { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7" };

let folder: string | undefined;

/** A deployment package in a file, as the engine sends it; removed at the end of the process. */
export function createArchive(content: Uint8Array | string): Values {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "queuerun-test-"));
    process.once("exit", () => rmSync(made, { recursive: true }));
    folder = made;
  }
  const zip = typeof content === "string" ? createZip(content) : content;
  const hash = createHash("sha256").update(zip).digest("hex");
  const path = join(folder, `${hash}.zip`);
  writeFileSync(path, zip);
  return { ...ARCHIVE, path, hash };
}
