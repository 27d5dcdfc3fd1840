import { packVariables, RESERVED_PREFIX } from "../manifest/environment.ts";
import { formatQuantity, LIMITS } from "../manifest/limits.ts";
import type { Problem } from "../manifest/problem.ts";
import { type EnvAssignment, type EnvMistake, parseEnvFile } from "./env-file.ts";

export interface Environment {
  readonly variables: Readonly<Record<string, string>>;
  /** Of all names and values as Lambda gets them, queuerun's own included. */
  readonly bytes: number;
  readonly problems: readonly Problem[];
}

/** Kept for the variables that queuerun sets itself, see `VARIABLES`, and the path of the exec wrapper. */
export const OWN_VARIABLES_BYTES = 900;

const NAME = /^[a-zA-Z][a-zA-Z0-9_]+$/;

/** Where variables are for: on this machine, or in AWS. */
export type EnvironmentPlace = "local" | "deployed";

interface Refusal {
  readonly message: string;
  readonly fix: string;
}

/**
 * Variables by which bash, the dynamic linker, OpenSSL or Node would run code, or take the pipe with the
 * keys, before the runtime has read it. Lambda's own script runs before the exec wrapper, and with
 * bash's usual obedience.
 */
const RUN_EARLY =
  /^(?:LD|DYLD|BASH)_|^(?:BASHOPTS|SHELLOPTS|GCONV_PATH|LOCPATH)$|^OPENSSL_(?:CONF|MODULES|ENGINES)$|^NODE_(?:OPTIONS|COMPILE_CACHE|CHANNEL_FD|REPL_EXTERNAL_MODULE)$/;

/** Why Lambda or queuerun does not let a backend set these variables. */
const REFUSED: readonly (readonly [names: RegExp, reason: string])[] = [
  [/^AWS_LAMBDA_EXEC_WRAPPER$/, "queuerun uses it to keep its credentials from your code"],
  [RUN_EARLY, "it could run code before queuerun has put its credentials away"],
  [new RegExp(`^${RESERVED_PREFIX}`), "names with this beginning are queuerun's own"],
  [/^(?:AWS_)?LAMBDA_|^_HANDLER$|^_X_AMZN_TRACE_ID$|^AWS_EXECUTION_ENV$/, "Lambda sets it itself"],
];

/** Parses an env file, and checks it by the rules of Lambda and of queuerun. */
export function parseEnvironment(file: string, text: string, place: EnvironmentPlace): Environment {
  const lines = parseEnvFile(text);
  const assignments = lines.filter((line) => line.kind === "assignment");
  // Of a name that is set twice the last value counts.
  const variables = Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
  const bytes = OWN_VARIABLES_BYTES + countBytes(packVariables(variables));
  const problems = lines.flatMap((line) =>
    line.kind === "assignment" ? checkName(file, line, place) : [describeMistake(file, line)],
  );
  const { maximum } = LIMITS.environment;
  if (bytes > maximum)
    problems.push({
      file,
      message: `The environment is ${formatQuantity(bytes, LIMITS.environment)}, at most ${formatQuantity(maximum, LIMITS.environment)} (${OWN_VARIABLES_BYTES} of them queuerun's own)`,
      fix: "Keep large values elsewhere, as in Systems Manager Parameter Store, and read them in warmup()",
    });
  return { variables, bytes, problems };
}

function countBytes(variables: Readonly<Record<string, string>>): number {
  return Object.entries(variables).reduce(
    (bytes, [name, value]) => bytes + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
}

function checkName(
  file: string,
  { name, line, column }: EnvAssignment,
  place: EnvironmentPlace,
): Problem[] {
  const refusal = refuseVariable(name, place);
  if (refusal === undefined) return [];
  return [{ file, line, column, endColumn: column + name.length, ...refusal }];
}

/** Why a variable of this name cannot be set, and what to do; undefined if it can. */
export function refuseVariable(name: string, place: EnvironmentPlace): Refusal | undefined {
  const refused = REFUSED.find(([names]) => names.test(name));
  if (refused !== undefined)
    return { message: `"${name}" cannot be set: ${refused[1]}`, fix: "Remove it" };
  if (!NAME.test(name))
    return {
      message: `"${name}" cannot be the name of a variable in Lambda`,
      fix: 'Begin with a letter, go on with letters, digits and "_", two characters at least',
    };
  return place === "deployed" && name === "AWS_SESSION_TOKEN" ? TEMPORARY_KEYS : undefined;
}

/** The same for variables that are given as an argument, at the key path `path`. */
export function checkVariableName(name: string, path: string, place: EnvironmentPlace): string[] {
  const refusal = refuseVariable(name, place);
  return refusal === undefined
    ? []
    : [`${path}.${name} is refused: ${refusal.message}. ${refusal.fix}`];
}

/** On a laptop they are renewed all the time; a function would have them until its next deployment. */
const TEMPORARY_KEYS: Refusal = {
  message: '"AWS_SESSION_TOKEN" cannot be deployed: the keys that it belongs to end within hours',
  fix: "Give the keys of an IAM user, which have no token, or grant the backend a role: backendPolicy",
};

function describeMistake(file: string, { kind, ...at }: EnvMistake): Problem {
  if (kind === "no assignment")
    return {
      file,
      ...at,
      message: "The line sets no variable",
      fix: "Write NAME=value, or # before it",
    };
  return {
    file,
    ...at,
    message: "The value begins with a quote that is never closed",
    fix: "Close it, or put the whole value in other quotes",
  };
}
