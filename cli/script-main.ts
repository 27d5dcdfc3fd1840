import { extname, join } from "node:path";
import type { ScriptEnvironment } from "../dev/control.ts";

/** In a checkout a TypeScript file, as this one; in the published package not. */
const RUNTIME = import.meta.resolve(`./script-runtime${extname(import.meta.url)}`);

/**
 * The module that `queuerun exec` runs: it loads `index.ts`, and then the script.
 * @param script Absolute path.
 * @param backend The backend's folder.
 */
export function createScriptMain(
  script: string,
  backend: string,
  { index, queues, routes, hasSocket }: ScriptEnvironment,
): string {
  const load = (path: string) => `() => import(${JSON.stringify(path)})`;
  return `import { runScript } from ${JSON.stringify(RUNTIME)};
await runScript({
  ...${JSON.stringify({ queues, routes, hasSocket })},
  index: ${index === null ? "null" : load(join(backend, index))},
  script: ${load(script)},
});
`;
}
