import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import type { OnLoadResult, OnResolveResult, Plugin } from "esbuild";
import { findObstacle, type Obstacle } from "../manifest/discover.ts";
import {
  INTERNAL_MODULE,
  MANIFEST_MODULE,
  RUNTIME_MODULE,
  SOCKET_CLIENTS_MODULE,
  SOCKET_MODULE,
  SQS_CLIENT_MODULE,
} from "./entry.ts";
import { canBeLong } from "./nesting.ts";
import {
  CORE,
  INTERNAL,
  type OwnModules,
  SOCKET,
  SOCKET_CLIENTS,
  SQS_CLIENT,
} from "./own-bundle.ts";
import { loadOwnModules, OWN_FOLDER } from "./own-modules.ts";
import { hasSelfReference } from "./self-references.ts";
import { USER_FILE } from "./user-source.ts";

/** Namespace of the generated modules: names in it are the same everywhere. */
const NAMESPACE = "queuerun";
const ENTRY = "index.mjs";
const MANIFEST = "manifest.mjs";
const SDK = "sdk.mjs";

/** The entry point to give to esbuild. */
export const ENTRY_MODULE = "queuerun:entry";

const GENERATED_MODULES = new Map([
  [ENTRY_MODULE, ENTRY],
  [MANIFEST_MODULE, MANIFEST],
  // Whichever copy the user has installed, this one goes with the runtime.
  ["queuerun/sdk", SDK],
]);

/** Put into the package apart, by what the entry calls them: the compiler leaves their imports as they are. */
const OWN_MODULES = new Map([
  [RUNTIME_MODULE, CORE],
  [INTERNAL_MODULE, INTERNAL],
  [SOCKET_MODULE, SOCKET],
  [SQS_CLIENT_MODULE, SQS_CLIENT],
  [SOCKET_CLIENTS_MODULE, SOCKET_CLIENTS],
]);

/** Begins the names by which the SDK's generated module knows its parts. */
const SDK_PART = "queuerun:sdk/";

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
  /** Sources by file: those on disk, but for the names that are written into them, and without what is too deep. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Gives esbuild the entry and queuerun's own modules, and refuses imports that cannot be in a package. */
export function createPackagePlugin(folder: string, input: () => CompileInput): Plugin {
  return {
    name: "queuerun",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^queuerun(?:[:/]|$)/ }, ({ path }) => resolveOwn(path));
      onResolve({ filter: /^@pulumi\// }, ({ path }) => refuse(path, PULUMI));
      onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
        contents: await loadModule(path, input()),
        resolveDir: folder,
      }));
      onLoad({ filter: USER_FILE, namespace: "file" }, ({ path }) =>
        loadUserFile(folder, path, input),
      );
    },
  };
}

async function loadUserFile(
  folder: string,
  path: string,
  input: () => CompileInput,
): Promise<OnLoadResult | undefined> {
  const stats = statSync(path, { throwIfNoEntry: false });
  // The compiler says itself what is gone
  if (stats === undefined) return undefined;
  const file = relative(folder, path).replaceAll(sep, "/");
  const obstacle = findObstacle(stats);
  if (obstacle !== undefined) return refuseFile(file, obstacle);
  // Most files are as they are on disk, where the compiler finds them sooner
  const isOther = canBeLong(stats.size) || (await refersToItself(file, path));
  const contents = isOther ? (await input().generated).sources.get(file) : undefined;
  return contents === undefined ? undefined : { contents, loader: "default" };
}

async function refersToItself(file: string, path: string): Promise<boolean> {
  return /^(?:api|queues)\//.test(file) && hasSelfReference(await readFile(path, "utf8"));
}

/** The compiler would wait for a pipe without end. */
function refuseFile(file: string, { message, fix }: Obstacle): OnLoadResult {
  const [first = "", ...rest] = message;
  const text = `Cannot import "${file}": ${first.toLowerCase()}${rest.join("")}`;
  return { errors: [{ text, detail: { fix } }] };
}

async function loadModule(name: string, { entry, generated }: CompileInput): Promise<string> {
  if (name === ENTRY) return entry;
  if (name === MANIFEST) return (await generated).manifest;
  return createSdkSource((await loadOwnModules()).sdk);
}

/** The SDK is several modules: the compiler keeps those of which a backend uses something. */
function createSdkSource(parts: OwnModules["sdk"]): string {
  return Object.entries(parts)
    .map(([name, exports]) => `export { ${exports.join(", ")} } from "${SDK_PART}${name}";`)
    .join("\n");
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

const REFUSALS = new Map([
  ["queuerun", PROVIDER],
  ["queuerun/client", CLIENT],
  ["queuerun/testing", TESTING],
]);

function resolveOwn(path: string): OnResolveResult {
  const generated = GENERATED_MODULES.get(path);
  if (generated !== undefined)
    return { path: generated, namespace: NAMESPACE, sideEffects: generated === ENTRY };
  const own = OWN_MODULES.get(path);
  if (own !== undefined) return external(`./${OWN_FOLDER}/${own}`);
  // All code of the backend is in chunks, which are in a folder of their own.
  if (path.startsWith(SDK_PART)) return external(`../${OWN_FOLDER}/${path.slice(SDK_PART.length)}`);
  return refuse(path, REFUSALS.get(path) ?? UNKNOWN);
}

/** Without side effects: the compiler leaves out those that a backend uses nothing of. */
function external(path: string): OnResolveResult {
  return { path, external: true, sideEffects: false };
}

function refuse(path: string, { reason, fix }: Refusal): OnResolveResult {
  return { errors: [{ text: `Backend code cannot import "${path}": ${reason}`, detail: { fix } }] };
}
