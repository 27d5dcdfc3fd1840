import type { Manifest } from "../manifest/manifest.ts";
import { parseRouteFile, type RoutePath } from "../manifest/route-path.ts";
import { createRouteTree } from "../manifest/route-tree.ts";

/** Module names that only the generated entry imports; `compile.ts` resolves them. */
export const RUNTIME_MODULE = "queuerun:runtime";
export const SQS_CLIENT_MODULE = "queuerun:sqs-client";

/** Writes the source of the package's `index.mjs`: a BackendEntry (manifest/entry.ts) for the runtime. */
export function createEntrySource(manifest: Manifest): string {
  const loaders = createLoaders();
  const paths = manifest.routes.map(({ file }) => routePath(file));
  const tree = JSON.stringify(createRouteTree(paths.map(({ segments }) => segments)));
  const routes = manifest.routes.map(
    ({ file, middleware, ...route }, index) =>
      `{...${JSON.stringify({ ...route, file, params: paths[index]?.params })},${loaders.properties(file, middleware)}}`,
  );
  const queues = manifest.queues.map(
    ({ name, file, fifo, timeoutSeconds, maxReceives, groups, middleware }) =>
      `${JSON.stringify(name)}:{...${JSON.stringify({ file, fifo, timeoutSeconds, maxReceives, groups })},${loaders.properties(file, middleware)}}`,
  );
  const index = manifest.index === null ? "null" : loaders.name(manifest.index);
  const sqs = queues.length === 0 ? "null" : `() => import("${SQS_CLIENT_MODULE}")`;
  return `import { createHandler } from "${RUNTIME_MODULE}";
${loaders.source()}
export const handler = await createHandler({
index: ${index},
routes: [
${routes.join(",\n")}
],
tree: JSON.parse(${JSON.stringify(tree)}),
queues: {
${queues.join(",\n")}
},
sqs: ${sqs}
});
`;
}

/** Imports all of `files`, so that the compiler reports what is wrong with them. */
export function createCheckSource(files: readonly string[]): string {
  return files.map((file) => `import(${JSON.stringify(`./${file}`)});`).join("\n");
}

/** One `import()` a file, as a constant: the runtime knows a module by the function that loads it. */
function createLoaders() {
  const names = new Map<string, string>();
  function name(file: string): string {
    const known = names.get(file);
    if (known !== undefined) return known;
    const fresh = `load${names.size}`;
    names.set(file, fresh);
    return fresh;
  }
  return {
    name,
    properties: (file: string, middleware: readonly string[]) =>
      `load:${name(file)},middleware:[${middleware.map(name).join(",")}]`,
    source: () =>
      [...names]
        .map(([file, name]) => `const ${name} = () => import(${JSON.stringify(`./${file}`)});`)
        .join("\n"),
  };
}

function routePath(file: string): RoutePath {
  const path = parseRouteFile(file.slice("api/".length));
  if ("message" in path) throw new Error(`${file}: ${path.message}`);
  return path;
}
