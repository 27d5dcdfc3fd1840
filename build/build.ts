import { realpath } from "node:fs/promises";
import { classifyFiles } from "../manifest/classify.ts";
import { createManifest } from "../manifest/create.ts";
import { discoverFiles } from "../manifest/discover.ts";
import { EXEC_WRAPPER } from "../manifest/environment.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { BackendError, type Problem } from "../manifest/problem.ts";
import { type Compiler, createCompiler } from "./compile.ts";
import { createCheckSource, createEntrySource } from "./entry.ts";
import { EXEC_WRAPPER_SOURCE } from "./exec-wrapper.ts";
import { createModuleReader, type ModuleReader } from "./sources.ts";
import { createZip, hashPackage, type ZipEntry } from "./zip.ts";

/** What is uploaded to Lambda, and what the local cloud runs. */
export interface DeploymentPackage {
  readonly manifest: Manifest;
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in base64, as Lambda's `CodeSha256`. */
  readonly sha256: string;
  /** In bytes. `bundle`: code without source maps. */
  readonly sizes: { readonly bundle: number; readonly zip: number; readonly unzipped: number };
  readonly warnings: readonly Problem[];
}

/** Builds one backend, again and again: what has not changed is not read, compiled or zipped again. */
export interface Builder {
  /** @throws {BackendError} with all problems of the backend. */
  build(): Promise<DeploymentPackage>;
  dispose(): Promise<void>;
}

/**
 * Builds the backend in `folder` once.
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
  let parts: Promise<Parts> | undefined;
  return {
    async build() {
      parts ??= createParts(folder);
      return await buildPackage(await parts);
    },
    async dispose() {
      await (await parts)?.compiler.dispose();
    },
  };
}

interface Parts {
  readonly folder: string;
  readonly reader: ModuleReader;
  readonly compiler: Compiler;
}

async function createParts(path: string): Promise<Parts> {
  const folder = await realpath(path);
  return { folder, reader: createModuleReader(folder), compiler: createCompiler(folder) };
}

async function buildPackage({ folder, reader, compiler }: Parts): Promise<DeploymentPackage> {
  const discovered = await discoverFiles(folder);
  const { index, routes, queues, middleware } = classifyFiles(discovered.files);
  const files = [...index, ...routes, ...queues, ...middleware];
  const modules = await reader.read(files);
  const created = createManifest(modules.map(({ module }) => module));
  const problems = [
    ...discovered.problems,
    ...modules.flatMap((read) => read.problems),
    ...created.problems,
  ];
  const entry =
    problems.length === 0 ? createEntrySource(created.manifest) : createCheckSource(files);
  const compiled = await compiler.compile(entry);
  problems.push(...compiled.errors.map(({ text }) => ({ message: text })));
  if (problems.length > 0) throw new BackendError(problems);
  return createPackage(created.manifest, compiled.files, created.warnings);
}

function createPackage(
  manifest: Manifest,
  compiled: readonly ZipEntry[],
  warnings: readonly Problem[],
): DeploymentPackage {
  const wrapper = {
    name: EXEC_WRAPPER,
    content: Buffer.from(EXEC_WRAPPER_SOURCE),
    executable: true,
  };
  const files = [...compiled, wrapper];
  const zip = createZip(files);
  const code = files.filter(({ name }) => !name.endsWith(".map"));
  return {
    manifest,
    zip,
    sha256: hashPackage(zip),
    sizes: { bundle: totalSize(code), zip: zip.length, unzipped: totalSize(files) },
    warnings,
  };
}

function totalSize(files: readonly ZipEntry[]): number {
  return files.reduce((size, { content }) => size + content.length, 0);
}
