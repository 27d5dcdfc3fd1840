import { fileURLToPath } from "node:url";
import { type Project, startEngine } from "../../tests/engine/engine.ts";
import { createRatio } from "../figure.ts";
import type { Benchmark } from "../row.ts";
import { measureByTurns, medians } from "../statistics.ts";
import { measureBuildProcess } from "./build-process.ts";
import { createProjects } from "./projects.ts";

const PLUGINS = fileURLToPath(new URL("../../tests/engine/bin", import.meta.url));
const QUEUES = 20;

/** In milliseconds. */
interface Times {
  readonly up: number;
  /** A preview of no change. */
  readonly preview: number;
}

/**
 * On Pulumi's real engine and the stand-in for AWS. The build is counted apart: the plain program has
 * none, as it begins with a finished zip file.
 */
export const deployment: Benchmark<"up" | "preview" | "yaml"> = {
  rows: {
    up: {
      work: `\`pulumi up\` of ${QUEUES} queues and a route, without the build`,
      against: "over a plain program with the same resources",
      unit: "x",
      goal: { atMost: 1.25 },
    },
    preview: {
      work: `\`pulumi preview\` of no change, ${QUEUES} queues and a route, without the build`,
      against: "over a plain program",
      unit: "x",
      goal: { atMost: 1.25 },
    },
    yaml: {
      work: "`pulumi up` of a program in YAML",
      against: "over one in TypeScript",
      unit: "x",
      goal: { atMost: 1.2 },
    },
  },
  async measure({ slowRounds }) {
    const engine = await startEngine({ plugins: [PLUGINS] });
    try {
      const { plain, typescript, yaml } = await createProjects(engine, QUEUES);
      const subjects = {
        plain: () => measureProject(plain),
        typescript: () => measureProject(typescript),
        yaml: () => measureProject(yaml),
        build: () => measureBuildProcess(typescript.folder),
      };
      const seen = await measureByTurns<keyof typeof subjects, Times>(subjects, slowRounds);
      const up = medians(seen, (times) => times.up);
      const preview = medians(seen, (times) => times.preview);
      return {
        up: createRatio(up.typescript - up.build, up.plain, "ms"),
        preview: createRatio(preview.typescript - preview.build, preview.plain, "ms", {
          "the build": preview.build,
        }),
        yaml: createRatio(up.yaml, up.typescript, "ms"),
      };
    } finally {
      await engine.remove();
    }
  },
};

let stacks = 0;

/** Of a stack of its own. */
export async function measureProject(project: Project): Promise<Times> {
  const stack = await project.createStack(`stack-${++stacks}`);
  const up = await stack.up();
  const preview = await stack.preview();
  return { up: up.milliseconds, preview: preview.milliseconds };
}
