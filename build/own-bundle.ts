import { readFile } from "node:fs/promises";
import { extname, join, parse, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from "esbuild";

/**
 * queuerun's own part of each package, bundled by itself: where queuerun and its dependencies are
 * installed leaves no trace in it, so that a package is the same on every machine.
 */
export interface OwnModules {
  /** Sources by set and name. Those of a set import each other as `./NAME`. */
  readonly sets: Readonly<Record<OwnSet, ModuleSources>>;
  /** What backend code may import, by the module of the runtime's set that exports it. */
  readonly sdk: Readonly<Record<string, readonly string[]>>;
}

/** The sources of modules, by name. */
export type ModuleSources = Readonly<Record<string, string>>;

/** A backend with queues only has one client; with a socket there are several, which share code. */
export type ClientSet = "queues" | "socket";

/** The runtime with the SDK; the clients, for a socket 500 files of AWS's; and the thread of a role. */
export type OwnSet = "runtime" | ClientSet | "backendRole";

/** What every package loads, and the parts of the SDK that every backend uses. */
export const CORE = "core.mjs";
const ON_DEMAND = "on-demand.mjs";
const QUEUES = "queues.mjs";
/** Runs queuerun's own jobs: only in packages that have some. */
export const INTERNAL = "internal.mjs";
/** Handles the events of a socket: only in packages that have one. */
export const SOCKET = "socket-events.mjs";
export const SQS_CLIENT = "sqs-client.mjs";
export const SOCKET_CLIENTS = "socket-clients.mjs";
/** Run as a thread, by its path: it is in every package, as only a deployment knows whether there is a role. */
export const BACKEND_ROLE = "backend-role.cjs";

interface OwnModule {
  readonly source: string;
  /** The module that is loaded before it in any case. */
  readonly after?: string;
  /** True of what backend code imports. */
  readonly isSdk?: boolean;
}

/**
 * The runtime and the SDK. Backends have, and requests load, those that they use something of. In the first
 * three is all that several modules need: each file that is loaded is felt in a cold start.
 */
const RUNTIME: Readonly<Record<string, OwnModule>> = {
  [CORE]: { source: "runtime/core", isSdk: true },
  [ON_DEMAND]: { source: "runtime/on-demand", after: CORE, isSdk: true },
  [QUEUES]: { source: "runtime/queue/main", after: ON_DEMAND, isSdk: true },
  [INTERNAL]: { source: "runtime/internal/handle", after: QUEUES },
  [SOCKET]: { source: "runtime/socket/main", after: QUEUES },
  "socket.mjs": { source: "sdk/socket", after: QUEUES, isSdk: true },
  "jwt.mjs": { source: "sdk/jwt", after: ON_DEMAND, isSdk: true },
  "url.mjs": { source: "sdk/url", after: CORE, isSdk: true },
};
const SHARED = [CORE, ON_DEMAND, QUEUES];

/** The folder that holds queuerun's own sources, in a checkout or in the published package. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const SELF = fileURLToPath(import.meta.url);

export interface OwnBundle {
  readonly modules: OwnModules;
  /** Files it was made from. */
  readonly inputs: readonly string[];
}

export async function bundleOwnModules(): Promise<OwnBundle> {
  const queueClients = { [SQS_CLIENT]: "runtime/queue/sqs-client" };
  const socketClients = { ...queueClients, [SOCKET_CLIENTS]: "runtime/socket/clients" };
  const [sdk, runtime, queues, socket, backendRole] = await Promise.all([
    listExports("sdk/index"),
    bundleRuntime(),
    bundle(queueClients, "chunk", { splitting: false }),
    bundle(socketClients, "chunk"),
    bundle({ [BACKEND_ROLE]: "runtime/backend-role/worker" }, "chunk", COMMON_JS),
  ]);
  const all = [runtime, queues, socket, backendRole];
  return {
    modules: {
      sets: {
        runtime: runtime.modules,
        queues: queues.modules,
        socket: socket.modules,
        backendRole: backendRole.modules,
      },
      sdk: listSdk(runtime.exports, sdk),
    },
    inputs: [SELF, ...new Set(all.flatMap((part) => part.inputs))],
  };
}

/** A thread that needs no ES modules starts sooner, and takes 8 MB less of memory. */
const COMMON_JS = {
  format: "cjs",
  splitting: false,
  outExtension: { ".js": ".cjs" },
} as const satisfies BuildOptions;

async function bundleRuntime(): Promise<Bundled> {
  const sources = Object.entries(RUNTIME).map(([name, { source }]) => [name, source]);
  const bundled = await bundle(Object.fromEntries(sources), "part", {
    plugins: [importEarlierModules],
    // Also what is imported on demand has the core before it.
    inject: [sourceFile("runtime/core")],
  });
  let { modules } = bundled;
  for (const name of SHARED) modules = await joinModule(name, modules);
  return { ...bundled, modules };
}

/** @param sdk Names that backend code may import; what else modules export is for each other. */
function listSdk(exports: Bundled["exports"], sdk: readonly string[]): OwnModules["sdk"] {
  const names = Object.keys(RUNTIME)
    .filter((name) => RUNTIME[name]?.isSdk)
    .map((name) => [name, (exports[name] ?? []).filter((exported) => sdk.includes(exported))]);
  return Object.fromEntries(names);
}

async function listExports(module: string): Promise<readonly string[]> {
  const entryPoints = [sourceFile(module)];
  const { metafile } = await build({ ...OPTIONS, bundle: false, entryPoints, metafile: true });
  return Object.values(metafile.outputs).flatMap(({ exports }) => exports);
}

interface Bundled {
  readonly modules: ModuleSources;
  /** Names of the exports of each entry point. */
  readonly exports: Readonly<Record<string, readonly string[]>>;
  readonly inputs: readonly string[];
}

/** @param chunkName What the names of modules begin with that several entry points share. */
async function bundle(
  entryPoints: Readonly<Record<string, string>>,
  chunkName: string,
  options: Pick<BuildOptions, "plugins" | "inject" | keyof typeof COMMON_JS> = {},
): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    entryPoints: Object.entries(entryPoints).map(([name, module]) => ({
      in: sourceFile(module),
      out: name.replace(/\.[cm]js$/, ""),
    })),
    splitting: true,
    metafile: true,
    // The ES modules of AWS's code: two thirds of it are never used, and fall away.
    mainFields: ["module", "main"],
    plugins: [leaveOutCredentialChain],
    ...options,
  });
  const exports = Object.keys(entryPoints).map((name) => [name, metafile.outputs[name]?.exports]);
  return {
    modules: nameModules(outputFiles, metafile, entryPoints, chunkName),
    exports: Object.fromEntries(exports),
    inputs: listInputs(metafile),
  };
}

function sourceFile(module: string): string {
  return `./${module}${extname(SELF)}`;
}

const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: ROOT,
  outExtension: { ".js": ".mjs" },
  write: false,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22",
  // Nobody reads their stacks, so their identifiers may be short.
  minify: true,
  legalComments: "none",
  logLevel: "silent",
} as const satisfies BuildOptions;

/**
 * Makes modules import those that are loaded before them in any case. Then esbuild, which makes a chunk for
 * each set of modules that share something, makes one chunk of all that is shared and in the same of these.
 */
const importEarlierModules: Plugin = {
  name: "import-earlier-modules",
  setup({ onLoad }) {
    const earlier = new Map(
      Object.values(RUNTIME).flatMap(({ source, after }) => {
        const module = RUNTIME[after ?? ""];
        return module === undefined ? [] : [[sourcePath(source), sourcePath(module.source)]];
      }),
    );
    onLoad({ filter: /[\\/](runtime|sdk)[\\/].*\.[jt]s$/ }, async ({ path }) => {
      const before = earlier.get(path);
      if (before === undefined) return undefined;
      const contents = `${await readFile(path, "utf8")}\nimport ${JSON.stringify(before)};`;
      return { contents, loader: "default" };
    });
  },
};

function sourcePath(module: string): string {
  return join(ROOT, sourceFile(module));
}

/** Makes one module of an entry point and of the chunk that has all its code, which esbuild keeps apart. */
async function joinModule(name: string, modules: ModuleSources): Promise<ModuleSources> {
  const { [name]: entry = "", ...others } = modules;
  const [, chunk = ""] = /from"\.\/(part-\d+\.mjs)"/.exec(entry) ?? [];
  const { outputFiles } = await build({
    ...OPTIONS,
    stdin: { contents: `export * from "./${name}"; export * from "./${chunk}"` },
    plugins: [findModules(modules, [name, chunk])],
  });
  const renamed = Object.entries({ ...others, [name]: outputFiles[0]?.text ?? "" })
    .filter(([other]) => other !== chunk)
    .map(([other, text]) => [other, renameImports(text, new Map([[chunk, name]]))]);
  return Object.fromEntries(renamed);
}

function findModules(modules: ModuleSources, names: readonly string[]): Plugin {
  return {
    name: "own-modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/.+\.mjs$/ }, ({ path }) => {
        const name = path.slice("./".length);
        return names.includes(name) ? { path: name, namespace: "own" } : { path, external: true };
      });
      onLoad({ filter: /.*/, namespace: "own" }, ({ path }) => ({ contents: modules[path] ?? "" }));
    },
  };
}

/** The runtime passes its credentials to each client, so the client's own search for some is never used. */
const leaveOutCredentialChain: Plugin = {
  name: "leave-out-credential-chain",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path }) => ({
      path,
      namespace: "left-out",
    }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: `export function defaultProvider() {
        throw new Error("queuerun's own clients take their credentials explicitly");
      }`,
    }));
  },
};

/**
 * Names what is imported on demand like its source, and numbers the chunks: esbuild's names hold a hash that
 * depends on where the dependencies are.
 */
function nameModules(
  outputFiles: readonly OutputFile[],
  { outputs }: Metafile,
  entryPoints: Readonly<Record<string, string>>,
  chunkName: string,
): ModuleSources {
  const names = new Map<string, string>();
  let chunks = 0;
  for (const { path } of outputFiles) {
    const name = relative(ROOT, path);
    if (Object.hasOwn(entryPoints, name)) continue;
    const source = outputs[name]?.entryPoint;
    names.set(name, source ? `${parse(source).name}.mjs` : `${chunkName}-${++chunks}.mjs`);
  }
  const modules = outputFiles.map(({ path, text }) => {
    const name = relative(ROOT, path);
    return [names.get(name) ?? name, renameImports(text, names)] as const;
  });
  return Object.fromEntries(modules);
}

function renameImports(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/(["'])\.\/([\w.-]+\.mjs)\1/g, (specifier, quote: string, path: string) => {
    const name = names.get(path);
    return name === undefined ? specifier : `${quote}./${name}${quote}`;
  });
}

function listInputs(metafile: Metafile): string[] {
  return Object.keys(metafile.inputs)
    .filter((path) => !path.startsWith("left-out:"))
    .map((path) => join(ROOT, path));
}
