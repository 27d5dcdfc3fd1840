import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from "esbuild";

/**
 * queuerun's own part of each package, bundled by itself: where queuerun and its dependencies are
 * installed leaves no trace in it, so that a package is the same on every machine.
 */
export interface OwnModules {
  /** Modules compiled with the backend, by name. They import each other as `./NAME`. */
  readonly compiled: Readonly<Record<string, string>>;
  /** Modules put into the package as they are, by name: large, and of others. */
  readonly finished: Readonly<Record<FinishedSet, Readonly<Record<string, string>>>>;
}

/** A backend with queues only has a client in one piece; with a socket there are several that share. */
export type ClientSet = "queues" | "socket";

/** The AWS clients, 500 files of their sources; what tokens are verified with; and the thread of a role. */
export type FinishedSet = ClientSet | "backendRole" | "jose";

export const RUNTIME = "runtime.mjs";
/** Runs queuerun's own jobs: only in packages that have some. */
export const INTERNAL = "internal.mjs";
/** Handles the events of a socket: only in packages that have one. */
export const SOCKET = "socket.mjs";
export const SDK = "sdk.mjs";
/** Parts of the SDK that are modules of their own: backends that do not use them do not have them. */
const PARTS = { "jwt.mjs": "sdk/jwt", "url.mjs": "sdk/url" };
/** How these name the module of what tokens are verified with, which is not bundled with them. */
export const JOSE_MODULE = "queuerun:jose";
export const JOSE = "jose.mjs";
export const SQS_CLIENT = "sqs-client.mjs";
export const SOCKET_CLIENTS = "socket-clients.mjs";
/** Run as a thread, by its path: it is in every package, as only a deployment knows whether there is a role. */
export const BACKEND_ROLE = "backend-role.cjs";

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
  // Nobody reads their stacks, so their identifiers may be short.
  const short = { minifyIdentifiers: true };
  const [compiled, queues, socket, backendRole, jose] = await Promise.all([
    bundle(
      {
        [RUNTIME]: "runtime/handler",
        [INTERNAL]: "runtime/internal/handle",
        [SOCKET]: "runtime/socket/main",
        [SDK]: "sdk/index",
        ...PARTS,
      },
      { plugins: [leaveOutCredentialChain, leaveOutJose] },
    ),
    bundle(queueClients, short),
    bundle(socketClients, short),
    bundle({ [BACKEND_ROLE]: "runtime/backend-role/worker" }, { ...short, ...COMMON_JS }),
    bundle({ [JOSE]: "sdk/jose" }, short),
  ]);
  const inputs = [compiled, queues, socket, backendRole, jose].flatMap((part) => part.inputs);
  return {
    modules: {
      compiled: compiled.modules,
      finished: {
        queues: queues.modules,
        socket: socket.modules,
        backendRole: backendRole.modules,
        jose: jose.modules,
      },
    },
    inputs: [SELF, ...new Set(inputs)],
  };
}

/** A thread that needs no ES modules starts sooner, and takes 8 MB less of memory. */
const COMMON_JS: BuildOptions = {
  format: "cjs",
  splitting: false,
  outExtension: { ".js": ".cjs" },
};

async function bundle(
  entryPoints: Readonly<Record<string, string>>,
  options: BuildOptions,
): Promise<{ modules: Record<string, string>; inputs: string[] }> {
  const { outputFiles = [], metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(entryPoints).map(([name, module]) => ({
      in: `./${module}${extname(SELF)}`,
      out: name.replace(/\.[cm]js$/, ""),
    })),
    outdir: ROOT,
    outExtension: { ".js": ".mjs" },
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    // The ES modules of the AWS client: two thirds of it are never used, and fall away.
    mainFields: ["module", "main"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "silent",
    plugins: [leaveOutCredentialChain],
    ...options,
  });
  return { modules: nameModules(outputFiles, entryPoints), inputs: listInputs(metafile) };
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

/** A chunk that is imported on demand would be in every package, also where nothing imports it. */
const leaveOutJose: Plugin = {
  name: "leave-out-jose",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/jose\.[jt]s$/ }, () => ({ path: JOSE_MODULE, external: true }));
  },
};

/** Numbers the chunks: esbuild's names hold a hash that depends on where the dependencies are. */
function nameModules(
  outputFiles: readonly OutputFile[],
  entryPoints: Readonly<Record<string, string>>,
): Record<string, string> {
  const chunks = outputFiles
    .map(({ path }) => relative(ROOT, path))
    .filter((path) => !Object.hasOwn(entryPoints, path));
  const names = new Map(chunks.map((path, index) => [path, `chunk-${index + 1}.mjs`]));
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

function listInputs(metafile: Metafile | undefined): string[] {
  return Object.keys(metafile?.inputs ?? {})
    .filter((path) => !path.startsWith("left-out:"))
    .map((path) => join(ROOT, path));
}
