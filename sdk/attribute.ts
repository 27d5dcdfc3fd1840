/**
 * The one message attribute of queuerun, both directions: JSON with what a job carries beside its
 * payload. Absent from most messages, and from those of producers that know nothing of queuerun.
 */
import { escapeNoncharacters } from "./payload.ts";
import type { UserId } from "./user.ts";

/** Name of the attribute. */
export const ATTRIBUTE = "queuerun";

/** Attribute of a message that was sent to the dead-letter queue at once: JSON with the reason. */
export const DEAD_LETTER_ATTRIBUTE = "queuerun-dead-letter";

export interface MessageDetails {
  readonly params: Readonly<Record<string, string>>;
  /** How many pushes led to the job: 1 if pushed by an HTTP request, or by another program. */
  readonly hops: number;
  readonly isBytes: boolean;
  /** Whoever caused the job. */
  readonly user: UserId | null;
}

const DEFAULTS: MessageDetails = { params: {}, hops: 1, isBytes: false, user: null };

/** Undefined if there is nothing to say. */
export function encodeDetails({ params, hops, isBytes, user }: MessageDetails): string | undefined {
  const fields = {
    ...(Object.keys(params).length > 0 ? { params } : {}),
    ...(hops === DEFAULTS.hops ? {} : { hops }),
    ...(isBytes ? { type: "bytes" } : {}),
    ...(user === null ? {} : { user: user.id }),
  };
  if (Object.keys(fields).length === 0) return undefined;
  return escapeNoncharacters(JSON.stringify(fields));
}

/** Anyone who may send to the queue writes this text: what is malformed counts as absent. */
export function decodeDetails(text: string | undefined): MessageDetails {
  if (text === undefined) return DEFAULTS;
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return DEFAULTS;
  }
  if (typeof fields !== "object" || fields === null) return DEFAULTS;
  const { params, hops, type, user } = fields as Readonly<Record<string, unknown>>;
  return {
    params: isStrings(params) ? params : DEFAULTS.params,
    hops: isCount(hops) ? hops : DEFAULTS.hops,
    isBytes: type === "bytes",
    user: typeof user === "string" && user !== "" ? { id: user } : DEFAULTS.user,
  };
}

function isStrings(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((item) => typeof item === "string")
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
