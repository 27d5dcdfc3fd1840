import type { OnResolveResult, Plugin } from "esbuild";
import { RUNTIME_MODULE, SQS_CLIENT_MODULE } from "./entry.ts";
import { loadOwnModules, RUNTIME, SDK, SQS_CLIENT } from "./own-modules.ts";

/** Namespace of the generated entry and of queuerun's own modules: names in it are the same everywhere. */
const NAMESPACE = "queuerun";
const ENTRY = "index.mjs";

/** Gives esbuild the entry and queuerun's own modules, and refuses imports that cannot be in a package. */
export function createPackagePlugin(folder: string, entry: () => string): Plugin {
  return {
    name: "queuerun",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^queuerun(?:[:/]|$)/ }, ({ path }) => resolveOwn(path));
      onResolve({ filter: /^@pulumi\// }, ({ path }) => refuse(path, PULUMI));
      onResolve({ filter: /^\.\/.*\.mjs$/, namespace: NAMESPACE }, ({ path, importer }) =>
        importer === ENTRY ? undefined : { path: path.slice("./".length), namespace: NAMESPACE },
      );
      onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
        contents: path === ENTRY ? entry() : ((await loadOwnModules()).sources.get(path) ?? ""),
        resolveDir: folder,
        loader: "js",
      }));
    },
  };
}

const PULUMI = "Pulumi describes infrastructure while it is deployed; it cannot run in the backend";

function resolveOwn(path: string): OnResolveResult {
  switch (path) {
    case "queuerun:entry":
      return { path: ENTRY, namespace: NAMESPACE };
    case RUNTIME_MODULE:
      return { path: RUNTIME, namespace: NAMESPACE };
    case SQS_CLIENT_MODULE:
      return { path: SQS_CLIENT, namespace: NAMESPACE };
    case "queuerun/sdk":
      return { path: SDK, namespace: NAMESPACE };
    default:
      return refuse(path, PULUMI);
  }
}

function refuse(path: string, reason: string): OnResolveResult {
  return { errors: [{ text: `Cannot import "${path}" in a backend: ${reason}` }] };
}
