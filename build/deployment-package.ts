import { EXEC_WRAPPER } from "../manifest/environment.ts";
import { formatQuantity, LIMITS } from "../manifest/limits.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Problem } from "../manifest/problem.ts";
import { EXEC_WRAPPER_SOURCE } from "./exec-wrapper.ts";
import { createZip, hashZip, type ZipEntry } from "./zip.ts";

/** What is uploaded to Lambda, and what the local cloud runs. */
export interface DeploymentPackage {
  readonly manifest: Manifest;
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in base64, as Lambda's `CodeSha256`. */
  readonly sha256: string;
  readonly sizes: PackageSizes;
  readonly warnings: readonly Problem[];
}

/** All in bytes. */
export interface PackageSizes {
  /** Code, without source maps. */
  readonly bundle: number;
  readonly zip: number;
  readonly unzipped: number;
  /** Environment variables of a deployed backend, queuerun's own included. */
  readonly environment: number;
}

const WRAPPER: ZipEntry = {
  name: EXEC_WRAPPER,
  content: Buffer.from(EXEC_WRAPPER_SOURCE),
  executable: true,
};

/** @param modules What the compiler made, and queuerun's finished modules. */
export function createDeploymentPackage(
  manifest: Manifest,
  modules: readonly ZipEntry[],
  environmentBytes: number,
  warnings: readonly Problem[],
): DeploymentPackage {
  const files = [...modules, WRAPPER];
  const zip = createZip(files);
  const code = files.filter(({ name }) => !name.endsWith(".map"));
  const sizes = {
    bundle: totalSize(code),
    zip: zip.length,
    unzipped: totalSize(files),
    environment: environmentBytes,
  };
  return { manifest, zip, sha256: hashZip(zip), sizes, warnings };
}

function totalSize(files: readonly ZipEntry[]): number {
  return files.reduce((size, { content }) => size + content.length, 0);
}

/** What Lambda would refuse to take. */
export function checkPackageSizes({ zip, unzipped }: PackageSizes): Problem[] {
  const checks = [
    { what: "zipped", size: zip, limit: LIMITS.packageZip },
    { what: "unzipped", size: unzipped, limit: LIMITS.packageUnzipped },
  ];
  return checks
    .filter(({ size, limit }) => size > limit.maximum)
    .map(({ what, size, limit }) => ({
      message: `The package is ${formatMegabytes(size)} ${what}, at most ${formatMegabytes(limit.maximum)} (${limit.source})`,
      fix: "Import less, or read large data from S3 in warmup()",
    }));
}

function formatMegabytes(bytes: number): string {
  return formatQuantity(Math.round(bytes / 1024 / 102.4) / 10, { unit: "MB" });
}
