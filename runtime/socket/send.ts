import { DeliveryError } from "../../sdk/socket-error.ts";
import { MAX_REQUESTS } from "./aws.ts";
import { groupBySize, measureJson } from "./group-by-size.ts";
import type { SocketJob } from "./job-body.ts";
import { mayBeOpening, secondsNow } from "./lifetime.ts";
import { mapAtMost } from "./map-at-most.ts";
import type { Member } from "./member.ts";
import type { Post } from "./post.ts";

/** Members that one invocation sends to; the others are left to jobs, as many for each. */
export const MAX_MEMBERS = 1_000;

/** Members that one job forgets: it tells the backend's handlers of each. */
const MAX_GONE = 10;

/** What sending takes. */
export interface Sending {
  readonly post: Pick<Post, "send">;
  /** @param delaySeconds Default 0. */
  enqueue(job: SocketJob, delaySeconds?: number): Promise<void>;
  readonly now?: () => number;
}

type Fate = "sent" | "opening" | "gone" | { readonly error: unknown };

/**
 * Sends a message to all members, many at a time. Those who may be opening get it from a job; those
 * who are gone are no error, and a job forgets them.
 * @throws DeliveryError when AWS has refused it for some, after it was sent to all others.
 */
export async function sendToMembers(
  members: readonly Member[],
  text: string,
  sending: Sending,
): Promise<void> {
  const own = members.slice(0, MAX_MEMBERS);
  const slices = groupBySize(members.slice(MAX_MEMBERS), MAX_MEMBERS, measureJson(text));
  const [fates] = await Promise.all([
    mapAtMost(MAX_REQUESTS, own, (member) => sendToMember(member, text, sending)),
    ...slices.map((members) => sending.enqueue({ type: "send", members, text })),
  ]);
  const opening = own.filter((_, index) => fates[index] === "opening");
  const gone = own.filter((_, index) => fates[index] === "gone");
  await Promise.all([
    ...opening.map((member) => sending.enqueue({ type: "deliver", member, texts: [text] }, 1)),
    ...groupBySize(gone, MAX_GONE).map((members) => sending.enqueue({ type: "gone", members })),
  ]);
  throwFirst(fates);
}

async function sendToMember(
  member: Member,
  text: string,
  { post, now = secondsNow }: Sending,
): Promise<Fate> {
  try {
    if (await post.send(member.connectionId, text)) return "sent";
    return mayBeOpening(member, now()) ? "opening" : "gone";
  } catch (error) {
    return { error };
  }
}

function throwFirst(fates: readonly Fate[]): void {
  const errors = fates.flatMap((fate) => (typeof fate === "object" ? [fate.error] : []));
  const [first] = errors;
  if (errors.length === 0) return;
  if (fates.length === 1 || !(first instanceof DeliveryError)) throw first;
  const { code, cause } = first;
  const reason = cause instanceof Error ? cause.message : first.message;
  const counts = `${errors.length} of ${fates.length}`;
  throw new DeliveryError(code, `Cannot send to ${counts} connections: ${reason}`, cause);
}
