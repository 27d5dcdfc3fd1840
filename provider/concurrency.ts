import {
  type Concurrency,
  type ConcurrencyNames,
  parseConcurrency,
} from "../manifest/concurrency.ts";
import { findNearest } from "../manifest/find-nearest.ts";
import type { InputProblem } from "./input-problem.ts";

/** How many instances there may be, and of which version: by configuration, else by arguments. */
export interface Operation extends Concurrency {
  /** The version that `live` stays on; absent: the newest. */
  readonly version?: string;
}

export type ParsedOperation =
  | { readonly operation: Operation; readonly names: ConcurrencyNames }
  | { readonly problems: readonly InputProblem[] };

/** The part of a Backend's arguments that configuration comes before. */
export interface ConcurrencyArgs {
  readonly reservedConcurrency?: unknown;
  readonly provisionedConcurrency?: unknown;
}

/** Keys of a stack's configuration in queuerun's namespace. */
const KEYS = ["reserved", "provisioned", "version"];
const NAMESPACE = "queuerun:";
const NEWEST = "newest";

/**
 * @param config The stack's configuration, by full key: `queuerun:reserved`.
 */
export function parseOperation(
  config: Readonly<Record<string, string>>,
  args: ConcurrencyArgs,
): ParsedOperation {
  const names: ConcurrencyNames = {
    reserved: sourceOf("reserved", "reservedConcurrency", config),
    provisioned: sourceOf("provisioned", "provisionedConcurrency", config),
  };
  const parsed = parseConcurrency(
    {
      reserved: config["queuerun:reserved"] ?? textOf(args.reservedConcurrency),
      provisioned: config["queuerun:provisioned"] ?? textOf(args.provisionedConcurrency),
    },
    names,
  );
  const version = config["queuerun:version"] ?? NEWEST;
  const problems = [
    ...checkKeys(config),
    ...("problems" in parsed ? parsed.problems.map((message) => locate(message, names)) : []),
    ...checkVersion(version),
  ];
  if ("problems" in parsed || problems.length > 0) return { problems };
  const { concurrency } = parsed;
  return { operation: version === NEWEST ? concurrency : { ...concurrency, version }, names };
}

/** True if the operator has switched everything off. */
export function isPaused({ reserved }: Concurrency): boolean {
  return reserved === 0;
}

/**
 * The function's own reserved concurrency: -1 for none.
 *
 * A pause sets it to 0 only if no provisioned concurrency is configured. While some is allocated AWS
 * refuses 0, and Pulumi takes it away last. All triggers are cut anyway.
 */
export function functionReservation({ reserved, provisioned }: Concurrency): number {
  if (reserved === "off") return -1;
  return reserved === 0 && provisioned !== "off" ? -1 : reserved;
}

/** How many instances are kept ready: none during a pause. */
export function provisionedInstances({ reserved, provisioned }: Concurrency): number {
  return provisioned === "off" || reserved === 0 ? 0 : provisioned;
}

function sourceOf(key: string, argument: string, config: Readonly<Record<string, string>>): string {
  return config[NAMESPACE + key] === undefined ? argument : NAMESPACE + key;
}

/** As configuration would have it; what is no number becomes text that is none either. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Messages begin with the quoted name of what is wrong. */
function locate(message: string, names: ConcurrencyNames): InputProblem {
  const path = Object.values(names).find((name) => message.startsWith(`"${name}"`));
  return { path: path ?? "", message };
}

function checkKeys(config: Readonly<Record<string, string>>): InputProblem[] {
  return Object.keys(config)
    .filter((path) => path.startsWith(NAMESPACE))
    .filter((path) => !KEYS.includes(path.slice(NAMESPACE.length)))
    .map((path) => {
      const nearest = findNearest(path.slice(NAMESPACE.length), KEYS);
      const names = KEYS.map((key) => `"${NAMESPACE}${key}"`);
      const fix =
        nearest === undefined
          ? `Keys: ${names.join(", ")}`
          : `Did you mean "${NAMESPACE}${nearest}"?`;
      return { path, message: `"${path}" is not known. ${fix}` };
    });
}

function checkVersion(version: string): InputProblem[] {
  if (version === NEWEST || /^[1-9]\d{0,8}$/.test(version)) return [];
  const path = `${NAMESPACE}version`;
  const message = `"${path}" is ${JSON.stringify(version)}, must be "${NEWEST}" or the number of a version`;
  return [{ path, message }];
}
