/**
 * Property values as the engine sends them: plain JSON, but for secrets, archives and unknowns, which
 * are marked. Documented at https://github.com/pulumi/pulumi/blob/master/sdk/proto/provider.proto
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value };

export interface Values {
  readonly [key: string]: Value;
}

/** A file that the engine has hashed; `path` is relative to the program. */
export interface Archive {
  readonly path?: string;
  readonly hash?: string;
}

/** Stands for what is known only once a resource exists. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

export function isObject(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArchive(value: Value | undefined): value is Values & Archive {
  return isObject(value) && value[MARK] === ARCHIVE;
}

/** Whether a value is, or holds, something unknown. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Values in plain text, and which of them were or held a secret. */
export function revealSecrets(values: Values): { plain: Values; secrets: readonly string[] } {
  const secrets = new Set<string>();
  const reveal = (value: Value, key: string): Value => {
    if (Array.isArray(value)) return value.map((item) => reveal(item, key));
    if (!isObject(value)) return value;
    if (value[MARK] === SECRET) {
      secrets.add(key);
      return reveal(value.value ?? null, key);
    }
    return mapValues(value, (item) => reveal(item, key));
  };
  const entries = Object.entries(values).map(([key, value]) => [key, reveal(value, key)] as const);
  return { plain: Object.fromEntries(entries), secrets: [...secrets] };
}

/** Marks properties as secret again, as a provider that takes secrets must. */
export function hideSecrets(plain: Values, secrets: readonly string[]): Values {
  const hide = (key: string, value: Value) =>
    secrets.includes(key) ? { [MARK]: SECRET, value } : value;
  return Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, hide(key, value)]));
}

/** A copy in which each value of an object is replaced. */
export function mapValues<T, R>(
  values: { readonly [key: string]: T },
  map: (value: T, key: string) => R,
): { [key: string]: R } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value, key)]));
}
