import type { DeploymentPackage } from "../build/build.ts";

/** Where the local cloud takes its deployment package from, again and again. */
export interface PackageSource {
  /** @throws {BackendError} with all problems of the backend. */
  build(): Promise<DeploymentPackage>;
  /** Files outside the backend folder that the last good build read. */
  outsideFiles(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

/** @param source A backend folder, or a package that was built before. */
export function createPackageSource(source: string | DeploymentPackage): PackageSource {
  if (typeof source !== "string")
    return { build: async () => source, outsideFiles: async () => [], dispose: async () => {} };
  // Loaded only now: the compiler is heavy, and other things start meanwhile
  const builder = import("../build/build.ts").then(({ createBuilder }) => createBuilder(source));
  return {
    build: async () => await (await builder).build(),
    outsideFiles: async () => await (await builder).outsideFiles(),
    dispose: async () => await (await builder).dispose(),
  };
}
