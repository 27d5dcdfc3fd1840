import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import type { OnResolveResult, Plugin } from "esbuild";
import {
  INTERNAL_MODULE,
  MANIFEST_MODULE,
  RUNTIME_MODULE,
  SOCKET_CLIENTS_MODULE,
  SOCKET_MODULE,
  SQS_CLIENT_MODULE,
} from "./entry.ts";
import {
  INTERNAL,
  JOSE,
  JOSE_MODULE,
  RUNTIME,
  SDK,
  SOCKET,
  SOCKET_CLIENTS,
  SQS_CLIENT,
} from "./own-bundle.ts";
import { loadOwnModules, OWN_FOLDER } from "./own-modules.ts";
import { hasSelfReference } from "./self-references.ts";

/** Namespace of the generated entry and of queuerun's own modules: names in it are the same everywhere. */
const NAMESPACE = "queuerun";
const ENTRY = "index.mjs";
const MANIFEST = "manifest.mjs";

/** The entry point to give to esbuild. */
export const ENTRY_MODULE = "queuerun:entry";

const OWN_MODULES = new Map([
  [ENTRY_MODULE, ENTRY],
  [MANIFEST_MODULE, MANIFEST],
  [RUNTIME_MODULE, RUNTIME],
  [INTERNAL_MODULE, INTERNAL],
  [SOCKET_MODULE, SOCKET],
  // Whichever copy the user has installed, this one goes with the runtime.
  ["queuerun/sdk", SDK],
]);

/** Put into the package apart: the compiler leaves their imports as they are. */
const FINISHED_MODULES = new Map([
  [SQS_CLIENT_MODULE, SQS_CLIENT],
  [SOCKET_CLIENTS_MODULE, SOCKET_CLIENTS],
]);

/** As the chunks name it, which are in a folder of their own. */
export const JOSE_PATH = `../${OWN_FOLDER}/${JOSE}`;

/** What changes from one compilation of a backend to the next. */
export interface CompileInput {
  /** The source of `index.mjs`. */
  readonly entry: string;
  /** What is known when the backend has been read: the compiler begins before. */
  readonly generated: Promise<GeneratedSources>;
}

export interface GeneratedSources {
  /** The source of the manifest module. */
  readonly manifest: string;
  /** Sources by file: those on disk, but for the names that are written into them. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Gives esbuild the entry and queuerun's own modules, and refuses imports that cannot be in a package. */
export function createPackagePlugin(folder: string, input: () => CompileInput): Plugin {
  return {
    name: "queuerun",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^queuerun(?:[:/]|$)/ }, ({ path }) => resolveOwn(path));
      onResolve({ filter: /^@pulumi\// }, ({ path }) => refuse(path, PULUMI));
      onResolve({ filter: /^\.\/.*\.mjs$/, namespace: NAMESPACE }, ({ path, importer }) =>
        importer === ENTRY ? undefined : ownModule(path.slice("./".length)),
      );
      onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
        contents: await loadModule(path, input()),
        resolveDir: folder,
      }));
      onLoad({ filter: /[\\/](?:api|queues)[\\/]/, namespace: "file" }, async ({ path }) => {
        const file = relative(folder, path).replaceAll(sep, "/");
        if (!/^(?:api|queues)\//.test(file)) return undefined;
        // Most files are as they are on disk, where the compiler finds them sooner
        if (!hasSelfReference(await readFile(path, "utf8"))) return undefined;
        const { sources } = await input().generated;
        const contents = sources.get(file);
        return contents === undefined ? undefined : { contents, loader: "default" };
      });
    },
  };
}

async function loadModule(name: string, { entry, generated }: CompileInput): Promise<string> {
  if (name === ENTRY) return entry;
  if (name === MANIFEST) return (await generated).manifest;
  const source = (await loadOwnModules()).compiled[name];
  if (source === undefined) throw new Error(`queuerun has no module "${name}"`);
  return source;
}

interface Refusal {
  readonly reason: string;
  readonly fix: string;
}

const INFRASTRUCTURE = "it describes infrastructure, and runs where the backend is deployed from";
const PULUMI: Refusal = {
  reason: INFRASTRUCTURE,
  fix: "Hand what the backend needs of it over in environment variables",
};
const PROVIDER: Refusal = { reason: INFRASTRUCTURE, fix: 'Import from "queuerun/sdk"' };
const TESTING: Refusal = {
  reason: "it starts a local cloud for tests",
  fix: 'Import it in tests only; backend code imports "queuerun/sdk"',
};
const CLIENT: Refusal = {
  reason: "it is for pages and programs that call a backend",
  fix: "Import it there; backend code has fetch",
};
const UNKNOWN: Refusal = { reason: "there is no such part", fix: 'Import from "queuerun/sdk"' };

/** Without side effects: the compiler leaves out those that a backend uses nothing of. */
function ownModule(path: string): OnResolveResult {
  return { path, namespace: NAMESPACE, sideEffects: path === ENTRY };
}

const REFUSALS = new Map([
  ["queuerun", PROVIDER],
  ["queuerun/client", CLIENT],
  ["queuerun/testing", TESTING],
]);

function resolveOwn(path: string): OnResolveResult {
  const module = OWN_MODULES.get(path);
  if (module !== undefined) return ownModule(module);
  const finished = FINISHED_MODULES.get(path);
  if (path === JOSE_MODULE) return { path: JOSE_PATH, external: true };
  if (finished !== undefined) return { path: `./${OWN_FOLDER}/${finished}`, external: true };
  return refuse(path, REFUSALS.get(path) ?? UNKNOWN);
}

function refuse(path: string, { reason, fix }: Refusal): OnResolveResult {
  return { errors: [{ text: `Backend code cannot import "${path}": ${reason}`, detail: { fix } }] };
}
