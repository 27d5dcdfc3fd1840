import type { BackendEntry, ModuleNamespace } from "../../manifest/entry.ts";
import { HTTP_METHODS } from "../../manifest/manifest.ts";
import { parseRouteFile } from "../../manifest/route-path.ts";
import { createRouteTree } from "../../manifest/route-tree.ts";

/** As the thread runs in tests. */
export const BACKEND_ROLE = () => new URL("../../runtime/backend-role/worker.ts", import.meta.url);

/** The entry of a backend whose modules are objects of the test, by file below `api/`. */
export function createHttpEntry(
  modules: Readonly<Record<string, ModuleNamespace>>,
  index: ModuleNamespace | null = null,
): BackendEntry {
  const parsed = Object.entries(modules).map(([file, module]) => {
    const route = parseRouteFile(file);
    if ("message" in route) throw new Error(route.message);
    return { file, module, route };
  });
  return {
    index: index && (async () => index),
    load: parsed.map(
      ({ module }) =>
        async () =>
          module,
    ),
    routes: parsed.map(({ file, route }, number) => {
      const ending = `/${file}`.slice(route.path === "/" ? 0 : route.path.length);
      return [route.path, ending, HTTP_METHODS, 10, number, []];
    }),
    tree: createRouteTree(parsed.map(({ route }) => route.segments)),
    queues: {},
    socket: null,
    schedules: {},
    sqs: null,
    backendRole: BACKEND_ROLE,
  };
}
