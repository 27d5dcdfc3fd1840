import { stat } from "node:fs/promises";
import { buildBackend, type DeploymentPackage } from "../build/build.ts";
import { formatProblems } from "../build/report.ts";
import { BackendError, type Problem } from "../manifest/problem.ts";
import { type EnvFile, readEnvFile } from "./env-file.ts";

/** What the backend's folder makes. */
export type BuiltSource =
  | {
      readonly package: DeploymentPackage;
      readonly envFile: EnvFile;
      /** Reports for people. */
      readonly warnings: readonly string[];
    }
  | { readonly problem: string };

export interface BuildOptions {
  readonly stack: string;
  /** Folder of the Pulumi program: reports name files relative to it. */
  readonly cwd: string;
}

/** Builds the backend for a stack, and reports what is wrong as `queuerun build` does. */
export async function buildSource(folder: string, options: BuildOptions): Promise<BuiltSource> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    return {
      problem: found === null ? `there is no folder "${folder}"` : `"${folder}" is no folder`,
    };
  const envFile = await readEnvFile(folder, options.stack);
  const report = (problems: readonly Problem[]) =>
    formatProblems(problems, { folder, cwd: options.cwd, color: false });
  const built = await build(folder);
  const problems = [...built.problems, ...stackProblems(envFile)];
  if (built.package === undefined || problems.length > 0)
    return { problem: `the backend has errors\n\n${report(problems)}` };
  const { warnings } = built.package;
  return {
    package: built.package,
    envFile,
    warnings: warnings.length > 0 ? [report(warnings)] : [],
  };
}

async function build(folder: string) {
  try {
    return { package: await buildBackend(folder), problems: [] };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { problems: error.problems };
  }
}

/** The build itself checks the file of all stacks. */
function stackProblems({ file, problems }: EnvFile): readonly Problem[] {
  return file === ".env.production" ? [] : problems;
}
