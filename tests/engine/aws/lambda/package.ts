import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { readZip } from "../../../../dev/read-zip.ts";
import { AwsError } from "../aws-error.ts";
import type { FunctionCode } from "../entities.ts";
import { isArchive, type Value } from "../wire.ts";

const MAXIMUM_ZIP_BYTES = 50 * 1024 * 1024;
const MAXIMUM_UNZIPPED_BYTES = 250 * 1024 * 1024;
const EXECUTABLE = 0o111;
const TASK_ROOT = "/var/task/";

export interface DeploymentPackage extends FunctionCode {
  readonly files: ReadonlyMap<string, { readonly mode: number }>;
}

/** Reads a deployment package from where the program says; relative to the program. */
export function readPackage(code: Value | undefined): DeploymentPackage {
  if (code === undefined || !isArchive(code) || code.path === undefined)
    throw new Error(
      "The stand-in for AWS takes a deployment package as a FileArchive of a zip file",
    );
  if (statSync(code.path).isDirectory())
    throw new Error(`Pulumi drops file modes of a folder: zip ${code.path} first`);
  const zip = readFileSync(code.path);
  if (zip.length > MAXIMUM_ZIP_BYTES)
    throw new AwsError(
      "RequestEntityTooLargeException",
      `Request must be smaller than ${MAXIMUM_ZIP_BYTES} bytes for the UpdateFunctionCode operation`,
    );
  const entries = readZip(zip);
  const unzipped = entries.reduce((sum, { data }) => sum + data.length, 0);
  if (unzipped > MAXIMUM_UNZIPPED_BYTES)
    throw new AwsError(
      "InvalidParameterValueException",
      `Unzipped size must be smaller than ${MAXIMUM_UNZIPPED_BYTES} bytes`,
    );
  return {
    sha256: createHash("sha256").update(zip).digest("base64"),
    size: zip.length,
    files: new Map(entries.map(({ name, mode }) => [name, { mode }])),
  };
}

/** @throws Error when the first invocation would fail: AWS itself would not notice before. */
export function checkPackage(
  { files }: DeploymentPackage,
  handler: string,
  variables: Readonly<Record<string, string>>,
): void {
  const module = handler.slice(0, handler.lastIndexOf("."));
  const names = [".mjs", ".js", ".cjs"].map((extension) => `${module}${extension}`);
  if (!names.some((name) => files.has(name)))
    throw new Error(`The deployment package has no ${names.join(", ")} for handler "${handler}"`);
  const wrapper = variables.AWS_LAMBDA_EXEC_WRAPPER;
  if (wrapper === undefined) return;
  const file = wrapper.startsWith(TASK_ROOT)
    ? files.get(wrapper.slice(TASK_ROOT.length))
    : undefined;
  if (file === undefined) throw new Error(`The deployment package has no ${wrapper}`);
  if ((file.mode & EXECUTABLE) !== EXECUTABLE) throw new Error(`${wrapper} is not executable`);
}
