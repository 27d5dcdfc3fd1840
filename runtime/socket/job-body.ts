import { escapeNoncharacters } from "../../sdk/payload.ts";
import type { Member } from "./member.ts";

/** What the socket asks of the internal queue. */
export type SocketJob =
  /** Messages, in order, for a connection that may be opening. */
  | {
      readonly type: "deliver";
      readonly member: Member;
      readonly texts: readonly string[];
    }
  /** One message for some of the many it is for. */
  | { readonly type: "send"; readonly members: readonly Member[]; readonly text: string }
  /** Connections that were not there when something was sent to them. */
  | { readonly type: "gone"; readonly members: readonly Member[] }
  /** Time is up for a connection to say who it is. */
  | { readonly type: "identify"; readonly connectionId: string };

type Fields = Readonly<Record<string, unknown>>;

/** The body of a message to the internal queue. */
export function createBody(job: SocketJob): string {
  return escapeNoncharacters(JSON.stringify({ kind: "socket", ...job }));
}

/** Undefined for what the runtime has not written. */
export function parseSocketJob(fields: Fields): SocketJob | undefined {
  const { type, member, members, texts, text, connectionId } = fields;
  if (type === "deliver" && isMember(member) && isList(texts, isText))
    return { type, member, texts };
  if (type === "send" && isList(members, isMember) && isText(text)) return { type, members, text };
  if (type === "gone" && isList(members, isMember)) return { type, members };
  if (type === "identify" && isText(connectionId)) return { type, connectionId };
  return undefined;
}

function isMember(value: unknown): value is Member {
  if (typeof value !== "object" || value === null) return false;
  const { connectionId, expires, userId, channel } = value as Fields;
  return (
    isText(connectionId) &&
    typeof expires === "number" &&
    (userId === undefined || isText(userId)) &&
    (channel === undefined || isText(channel))
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isList<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem);
}
