import { extname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

/**
 * queuerun's own part of each package: the runtime, the SDK and the AWS client, bundled by themselves.
 * Where queuerun and its dependencies are installed leaves no trace in them, so that a package is the
 * same on every machine; and one file in place of the 500 of the AWS client is quick to compile.
 */
export interface OwnModules {
  /** Source by name; they import each other as `./NAME`. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Names of the modules that others import. */
export const RUNTIME = "runtime.mjs";
export const SDK = "sdk.mjs";
export const SQS_CLIENT = "sqs-client.mjs";

const ENTRY_POINTS = {
  [RUNTIME]: "runtime/handler",
  [SDK]: "sdk/index",
  [SQS_CLIENT]: "runtime/queue/sqs-client",
};

const SELF = fileURLToPath(import.meta.url);
const ROOT = fileURLToPath(new URL("..", import.meta.url));

let loading: Promise<OwnModules> | undefined;

/** Bundles them once in a process. */
export function loadOwnModules(): Promise<OwnModules> {
  loading ??= bundleOwnModules();
  return loading;
}

async function bundleOwnModules(): Promise<OwnModules> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(ENTRY_POINTS).map(([name, module]) => ({
      in: `./${module}${extname(SELF)}`,
      out: name.replace(/\.mjs$/, ""),
    })),
    outdir: ROOT,
    outExtension: { ".js": ".mjs" },
    write: false,
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
  });
  const names = nameChunks(outputFiles.map(({ path }) => relative(ROOT, path)));
  const sources = outputFiles.map(({ path, text }) => {
    const name = names.get(relative(ROOT, path)) ?? path;
    return [name, renameImports(text, names)] as const;
  });
  return { sources: new Map(sources) };
}

/** The runtime passes its credentials to each client, so the SDK's own search for some is never used. */
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

// esbuild's names hold a hash that depends on where the dependencies are installed.
function nameChunks(paths: readonly string[]): ReadonlyMap<string, string> {
  let count = 0;
  return new Map(
    paths.map((path) => [path, path in ENTRY_POINTS ? path : `chunk-${++count}.mjs`] as const),
  );
}

function renameImports(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/(["'])\.\/([\w.-]+\.mjs)\1/g, (specifier, quote: string, path: string) => {
    const name = names.get(path);
    return name === undefined ? specifier : `${quote}./${name}${quote}`;
  });
}
