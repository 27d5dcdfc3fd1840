import { resolve } from "node:path";
import type { DeploymentPackage } from "../build/build.ts";
import { type DeployedQueue, deployedQueues } from "../manifest/internal-queue.ts";
import { Architecture, type BackendArgs, Runtime } from "./backend-args.ts";
import { type BuiltSource, buildSource } from "./build-source.ts";
import { checkArgs, checkRoles } from "./check-args.ts";
import { type Operation, type ParsedOperation, parseOperation } from "./concurrency.ts";
import type { Deployment } from "./deployment.ts";
import type { EnvFile } from "./env-file.ts";
import type { InputProblem } from "./input-problem.ts";
import { InputsError } from "./inputs-error.ts";
import { shareConcurrency } from "./queue-share.ts";

/** All that is known of a backend before there is any resource. */
export interface PreparedBackend {
  readonly settings: BackendSettings;
  readonly operation: Operation;
  readonly package: DeploymentPackage;
  readonly envFile: EnvFile;
  /** How many instances each queue may keep busy; a queue without a limit is not in it. */
  readonly shares: ReadonlyMap<string, number>;
  readonly warnings: readonly string[];
}

/** Arguments that are plain values, with their defaults. */
export interface BackendSettings {
  /** In MB. */
  readonly memorySize: number;
  readonly architecture: Architecture;
  readonly runtime: Runtime;
  readonly logRetentionDays: number;
  readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
  readonly protectData: boolean;
}

/** Those that API Gateway has for a new account. */
const DEFAULT_THROTTLE = { rateLimit: 10_000, burstLimit: 5_000 };
const DEFAULT_LOG_RETENTION_DAYS = 30;

const prepared = new WeakMap<BackendArgs, Promise<PreparedBackend>>();

/**
 * Checks all inputs, and builds the backend; once for the same arguments.
 * @throws {InputsError} with everything that is wrong.
 */
export function prepareBackend(
  name: string,
  args: BackendArgs,
  deployment: Deployment,
): Promise<PreparedBackend> {
  const known = prepared.get(args) ?? prepare(name, args, deployment);
  prepared.set(args, known);
  return known;
}

async function prepare(
  name: string,
  args: BackendArgs,
  deployment: Deployment,
): Promise<PreparedBackend> {
  const operation = parseOperation(deployment.config, args);
  const source = await buildFrom(args.source, deployment);
  const problems = [
    ...checkArgs({ ...args }),
    ...("problems" in operation ? operation.problems : []),
    ...(source === undefined ? [] : checkSource(args, source)),
  ];
  if (problems.length > 0 || "problems" in operation || source === undefined || "problem" in source)
    throw new InputsError(`Backend "${name}"`, problems);
  const { manifest } = source.package;
  const { shares, warnings } = shareReserved(name, deployedQueues(manifest), operation);
  return {
    settings: createSettings(args, manifest.function.memorySize),
    operation: operation.operation,
    package: source.package,
    envFile: source.envFile,
    shares,
    warnings: [...source.warnings, ...warnings],
  };
}

async function buildFrom(
  source: unknown,
  { stack, cwd }: Deployment,
): Promise<BuiltSource | undefined> {
  if (typeof source !== "string" || source === "") return undefined;
  return buildSource(resolve(cwd, source), { stack, cwd });
}

function checkSource(args: BackendArgs, built: BuiltSource): readonly InputProblem[] {
  if ("package" in built) return checkRoles(args, built.package.manifest);
  return [{ path: "source", message: `source is "${args.source}": ${built.problem}` }];
}

function shareReserved(
  name: string,
  queues: readonly DeployedQueue[],
  { operation, names }: Exclude<ParsedOperation, { problems: unknown }>,
) {
  const { problems, ...shared } = shareConcurrency(queues, operation.reserved, names.reserved);
  if (problems.length === 0) return shared;
  throw new InputsError(
    `Backend "${name}"`,
    problems.map((message) => ({ path: names.reserved, message })),
  );
}

function createSettings(args: BackendArgs, memorySize: number): BackendSettings {
  return {
    memorySize: args.memorySize ?? memorySize,
    architecture: args.architecture ?? Architecture.Arm64,
    runtime: args.runtime ?? Runtime.NodeJs24,
    logRetentionDays: args.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
    throttle: { ...DEFAULT_THROTTLE, ...args.throttle },
    protectData: args.protectData ?? false,
  };
}
