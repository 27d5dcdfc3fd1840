import { relative, sep } from "node:path";
import type { OnResolveResult, Plugin } from "esbuild";
import { RUNTIME_MODULE, SQS_CLIENT_MODULE } from "./entry.ts";
import { loadOwnModules, RUNTIME, SDK, SQS_CLIENT } from "./own-modules.ts";

/** Namespace of the generated entry and of queuerun's own modules: names in it are the same everywhere. */
const NAMESPACE = "queuerun";
const ENTRY = "index.mjs";

/** The entry point to give to esbuild. */
export const ENTRY_MODULE = "queuerun:entry";

const OWN_MODULES = new Map([
  [ENTRY_MODULE, ENTRY],
  [RUNTIME_MODULE, RUNTIME],
  [SQS_CLIENT_MODULE, SQS_CLIENT],
  // Whichever copy the user has installed, this one goes with the runtime.
  ["queuerun/sdk", SDK],
]);

/** What changes from one compilation of a backend to the next. */
export interface CompileInput {
  /** The source of `index.mjs`. */
  readonly entry: string;
  /** Sources of queues by file, where they are not those on disk. */
  readonly queues: ReadonlyMap<string, string>;
}

/** Gives esbuild the entry and queuerun's own modules, and refuses imports that cannot be in a package. */
export function createPackagePlugin(folder: string, input: () => CompileInput): Plugin {
  return {
    name: "queuerun",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^queuerun(?:[:/]|$)/ }, ({ path }) => resolveOwn(path));
      onResolve({ filter: /^@pulumi\// }, ({ path }) => refuse(path, PULUMI));
      onResolve({ filter: /^\.\/.*\.mjs$/, namespace: NAMESPACE }, ({ path, importer }) =>
        importer === ENTRY ? undefined : { path: path.slice("./".length), namespace: NAMESPACE },
      );
      onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
        contents: path === ENTRY ? input().entry : await loadOwnModule(path),
        resolveDir: folder,
      }));
      onLoad({ filter: /[\\/]queues[\\/][^\\/]+$/, namespace: "file" }, ({ path }) => {
        const file = relative(folder, path).replaceAll(sep, "/");
        const contents = input().queues.get(file);
        return contents === undefined ? undefined : { contents, loader: "default" };
      });
    },
  };
}

async function loadOwnModule(name: string): Promise<string> {
  const source = (await loadOwnModules()).sources.get(name);
  if (source === undefined) throw new Error(`queuerun has no module "${name}"`);
  return source;
}

interface Refusal {
  readonly reason: string;
  readonly fix: string;
}

const PULUMI: Refusal = {
  reason: "it describes infrastructure, and runs where the backend is deployed from",
  fix: "Hand what the backend needs of it over in environment variables",
};
const PROVIDER: Refusal = {
  reason: "it describes infrastructure, and runs where the backend is deployed from",
  fix: 'Import from "queuerun/sdk"',
};
const TESTING: Refusal = {
  reason: "it starts a local cloud for tests",
  fix: 'Import it in tests only; backend code imports "queuerun/sdk"',
};
const UNKNOWN: Refusal = { reason: "there is no such part", fix: 'Import from "queuerun/sdk"' };

function resolveOwn(path: string): OnResolveResult {
  const module = OWN_MODULES.get(path);
  if (module !== undefined) return { path: module, namespace: NAMESPACE };
  if (path === "queuerun") return refuse(path, PROVIDER);
  return refuse(path, path === "queuerun/testing" ? TESTING : UNKNOWN);
}

function refuse(path: string, { reason, fix }: Refusal): OnResolveResult {
  return { errors: [{ text: `Backend code cannot import "${path}": ${reason}`, detail: { fix } }] };
}
