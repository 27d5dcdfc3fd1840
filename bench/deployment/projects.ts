import { readFileSync } from "node:fs";
import type { Engine, ProgramFiles, Project } from "../../tests/engine/engine.ts";
import { createTypeScriptProgram, createYamlProgram } from "../../tests/engine/programs/backend.ts";
import { PLAIN_CODE } from "../../tests/engine/programs/plain.ts";

export type Form = "plain" | "typescript" | "yaml";

/** The same resources: by a plain program, and by a Backend in two languages. */
export async function createProjects(
  engine: Pick<Engine, "createProject">,
  queueCount: number,
): Promise<Record<Form, Project>> {
  const names = Array.from({ length: queueCount }, (_, index) =>
    index % 2 === 0 ? `work${index}` : `work${index}.fifo`,
  );
  const backend: ProgramFiles = {
    "backend/api/index.ts": "export const get = () => ({ version: 1 });\n",
    ...Object.fromEntries(
      names.map((name) => [`backend/queues/${name}.ts`, "export default async () => {};\n"]),
    ),
  };
  return {
    plain: await engine.createProject(createPlainProgram(names)),
    typescript: await engine.createProject({ ...backend, ...createTypeScriptProgram() }),
    yaml: await engine.createProject({ ...backend, ...createYamlProgram() }),
  };
}

function createPlainProgram(queueNames: readonly string[]): ProgramFiles {
  return {
    ...PLAIN_CODE,
    "Pulumi.yaml": "name: plain\nruntime: { name: nodejs, options: { typescript: false } }\n",
    "resources.ts": readFileSync(new URL("plain-backend.ts", import.meta.url)),
    "index.ts": `import { createPlainBackend } from "./resources.ts";
export const { url } = createPlainBackend("code.zip", ${JSON.stringify(queueNames)});
`,
  };
}
