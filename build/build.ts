import { type BackendFiles, classifyFiles } from "../manifest/classify.ts";
import { discoverFiles } from "../manifest/discover.ts";
import { BackendError, type Problem } from "../manifest/problem.ts";
import { type Compiled, type Compiler, createCompiler } from "./compile.ts";
import {
  checkPackageSizes,
  createDeploymentPackage,
  type DeploymentPackage,
} from "./deployment-package.ts";
import { createEntrySource, createManifestSource, EMPTY_MANIFEST } from "./entry.ts";
import { BACKEND_ROLE, type ClientSet } from "./own-bundle.ts";
import { chooseOwnModules, prepareOwnModules } from "./own-modules.ts";
import type { GeneratedSources } from "./package-plugin.ts";
import {
  type BackendReader,
  createBackendReader,
  filesToRead,
  type ReadBackend,
  resolveBackend,
} from "./read-backend.ts";
import { writeTypes, writeTypesConfig } from "./types.ts";

export type { DeploymentPackage, PackageSizes } from "./deployment-package.ts";

/** Builds one backend, again and again: what has not changed is not parsed or compiled again. */
export interface Builder {
  /** @throws {BackendError} with all problems of the backend. */
  build(): Promise<DeploymentPackage>;
  /** Files outside the backend folder that the last good build read, but for packages. */
  outsideFiles(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

/**
 * Builds the backend in `folder` once, and writes its types to `.queuerun/`.
 * @throws {BackendError} with all problems of the backend.
 */
export async function buildBackend(folder: string): Promise<DeploymentPackage> {
  const builder = createBuilder(folder);
  try {
    return await builder.build();
  } finally {
    await builder.dispose();
  }
}

export function createBuilder(folder: string): Builder {
  let steps: Promise<Steps> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    build() {
      steps ??= createSteps(folder);
      const started = steps;
      const building = last.then(async () => buildPackage(await started));
      // One at a time: the compiler holds the input of one build. The next does not mind how it ended.
      last = building.catch(() => undefined);
      return building;
    },
    outsideFiles: async () => (await steps)?.compiler.outsideFiles() ?? [],
    async dispose() {
      await last;
      await steps?.then(
        ({ compiler }) => compiler.dispose(),
        // Steps that could not be made have nothing to dispose of.
        () => undefined,
      );
    },
  };
}

interface Steps {
  readonly folder: string;
  readonly reader: BackendReader;
  readonly compiler: Compiler;
}

async function createSteps(path: string): Promise<Steps> {
  const folder = await resolveBackend(path);
  return { folder, reader: createBackendReader(folder), compiler: createCompiler(folder) };
}

async function buildPackage({ folder, reader, compiler }: Steps): Promise<DeploymentPackage> {
  // Before the code is compiled: its tsconfig.json may extend this one.
  await writeTypesConfig(folder);
  const discovered = discoverFiles(folder);
  const classified = classifyFiles(discovered.files);
  const { socket, schedules } = classified;
  const files = filesToRead(classified);
  const clients = chooseClients(classified);
  const internal = socket.length + schedules.length > 0;
  const reading = reader.read(files, discovered);
  const generated = reading.then((backend) => createGeneratedSources(backend, files));
  const compiling = compiler.compile({
    entry: createEntrySource(files, { clients, internal }),
    generated,
  });
  const [backend, compiled, ownModules] = await Promise.all([
    reading,
    compiling,
    prepareOwnModules(clients),
    // For a failure to be seen, should the compiler end before it asks.
    generated,
  ]);
  throwProblems([...backend.problems, ...compiled.problems, ...newSyntaxErrors(backend, compiled)]);
  await writeTypes(folder, backend);
  const warnings = [...backend.warnings, ...compiled.warnings];
  const { manifest, environmentBytes } = backend;
  const modules = [
    ...compiled.files,
    ...chooseOwnModules(ownModules, [BACKEND_ROLE, ...compiled.ownImports]),
  ];
  const made = createDeploymentPackage(manifest, modules, environmentBytes, warnings);
  throwProblems(checkPackageSizes(made.sizes));
  return made;
}

/** A socket sends to the internal queue: it needs the client of queues as well. */
function chooseClients({ queues, socket, schedules }: BackendFiles): ClientSet | null {
  if (socket.length > 0) return "socket";
  return queues.length + schedules.length > 0 ? "queues" : null;
}

function createGeneratedSources(
  { manifest, modules, problems }: ReadBackend,
  files: readonly string[],
): GeneratedSources {
  const commonJs = modules.filter(({ isCommonJs }) => isCommonJs).map(({ module }) => module.file);
  return {
    // With problems, the code is only compiled for the sake of those that the compiler finds.
    manifest:
      problems.length > 0 ? EMPTY_MANIFEST : createManifestSource(manifest, files, commonJs),
    sources: new Map(modules.map(({ module, text }) => [module.file, text])),
  };
}

// Of a file that neither can parse, the compiler's word is enough.
function newSyntaxErrors(backend: ReadBackend, { problems }: Compiled): Problem[] {
  const reported = new Set(problems.map(({ file }) => file));
  return backend.modules
    .filter(({ module }) => !reported.has(module.file))
    .flatMap(({ syntaxErrors }) => syntaxErrors);
}

function throwProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new BackendError(problems.toSorted(byPlace));
}

// Not localeCompare: the order must not depend on the machine's language.
function byPlace(a: Problem, b: Problem): number {
  const [fileA, fileB] = [a.file ?? "", b.file ?? ""];
  if (fileA !== fileB) return fileA < fileB ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
