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
  throwFirst(await trySending(members, text, sending));
}

/**
 * The same as a job, for up to 1,000 members. What AWS has refused for some is left to another job, or
 * all the others would get the message again. So every job has fewer of them, until AWS refuses all.
 * @throws DeliveryError when AWS has refused it for all members.
 */
export async function sendAsJob(
  members: readonly Member[],
  text: string,
  sending: Sending,
): Promise<void> {
  const fates = await trySending(members, text, sending);
  const refused = members.filter((_, index) => typeof fates[index] === "object");
  if (refused.length === members.length) throwFirst(fates);
  else if (refused.length > 0) await sending.enqueue({ type: "send", members: refused, text }, 1);
}

/** Returns the fates of those that were sent to here, the first 1,000. */
async function trySending(
  members: readonly Member[],
  text: string,
  sending: Sending,
): Promise<readonly Fate[]> {
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
  return fates;
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
