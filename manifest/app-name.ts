import { createHash } from "node:crypto";

/** What tells one deployed backend from all others in an account. */
export interface AppIdentity {
  /** Name of the Pulumi project: `shop`. */
  readonly project: string;
  /** Name of the stack: `production`. */
  readonly stack: string;
  /** Name of the Backend resource: `api`. */
  readonly name: string;
}

/** Characters an app's name has at most; names of queues are what SQS allows less this. */
export const APP_NAME_LENGTH = 32;

const HASH_LENGTH = 8;
const READABLE_LENGTH = APP_NAME_LENGTH - HASH_LENGTH - 1;

/**
 * The name that all physical names of a backend begin with: `shop-production-api-1b2c3d4e`, in
 * lower-case letters, digits and hyphens. The hash tells apart what the readable part cannot.
 *
 * No app's name followed by a hyphen begins another app's name, so `APP-q-*` in a policy matches
 * nothing of another app.
 */
export function createAppName(identity: AppIdentity): string {
  const { project, stack, name } = identity;
  const readable = [project, stack, name]
    .join("-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, READABLE_LENGTH)
    .replace(/-$/, "")
    .split("-")
    .map(spoilHash)
    .join("-");
  return `${readable === "" ? "app" : readable}-${hashIdentity(identity)}`;
}

/** True of a text that `createAppName` might have made. */
export function isAppName(text: string): boolean {
  const parts = text.split("-");
  return (
    text.length <= APP_NAME_LENGTH &&
    parts.length > 1 &&
    parts.every((part) => /^[a-z0-9]+$/.test(part)) &&
    parts.findIndex((part) => spoilHash(part) !== part) === parts.length - 1
  );
}

/** Shortens what looks like the hash of an app's name: only the end of a name may. */
function spoilHash(part: string): string {
  return /^[0-9a-f]{8}$/.test(part) ? part.slice(1) : part;
}

/** As JSON, or `a` and `b-c` would be the same as `a-b` and `c`. */
function hashIdentity({ project, stack, name }: AppIdentity): string {
  const text = JSON.stringify([project, stack, name]);
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}
