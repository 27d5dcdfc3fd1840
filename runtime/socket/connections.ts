import type { SocketEntry } from "../../manifest/entry.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue-name.ts";
import type { Connection, SocketTarget, SocketTransport, Transport } from "../../sdk/context.ts";
import type { RuntimeEnvironment } from "../environment.ts";
import { MAX_REQUESTS, openAws } from "./aws.ts";
import { type Channels, createChannels } from "./channels.ts";
import { type ConnectionRows, createConnectionRows } from "./connection-rows.ts";
import { createBody, type SocketJob } from "./job-body.ts";
import { mapAtMost } from "./map-at-most.ts";
import type { Member } from "./member.ts";
import { createPost, type Post } from "./post.ts";
import { createPresence, type Presence } from "./presence.ts";
import { sendAsJob, sendToMembers } from "./send.ts";
import { createTable } from "./table.ts";

/** All connections of the backend: who they are, and how to reach them. */
export interface Connections extends SocketTransport {
  readonly rows: ConnectionRows;
  readonly presence: Presence;
  readonly channels: Channels;
  readonly post: Post;
  /** Asks the internal queue for a job. */
  enqueue(job: SocketJob, delaySeconds?: number): Promise<void>;
  /** Sends what was left to a job. */
  sendAsJob(members: readonly Member[], text: string): Promise<void>;
}

/** Opens the AWS clients, and all that is made of them. */
export async function openConnections(
  { clients }: Pick<SocketEntry, "clients">,
  environment: RuntimeEnvironment,
  queues: Pick<Transport, "send">,
): Promise<Connections> {
  const aws = await openAws(clients, environment);
  const table = createTable(aws, environment.connectionsTable);
  return createConnections({
    rows: createConnectionRows(table),
    presence: createPresence(table),
    channels: createChannels(table),
    post: createPost(aws),
    async enqueue(job, delaySeconds = 0) {
      const body = createBody(job);
      await queues.send({ queue: INTERNAL_QUEUE, body, attributes: {}, delaySeconds });
    },
  });
}

type Parts = Pick<Connections, "rows" | "presence" | "channels" | "post" | "enqueue">;

function createConnections(parts: Parts): Connections {
  const { rows, presence, channels, post } = parts;
  return {
    ...parts,
    sendAsJob: (members, text) => sendAsJob(members, text, parts),
    async send(target, text, from) {
      const members = keepOpening(await findMembers(target, from, parts), text, from);
      if (members.length > 0) await sendToMembers(members, text, parts);
    },
    async join({ id, expires }, channel) {
      await channels.add(channel, id, expires);
      // It ended meanwhile, and whoever removed it did not know of this channel.
      if (!(await rows.addChannel(id, channel))) await channels.remove(channel, id);
    },
    async leave({ id }, channel) {
      await Promise.all([channels.remove(channel, id), rows.removeChannel(id, channel)]);
    },
    close: ({ id }) => post.close(id),
    isOnline: async (userId) => (await presence.list(userId)).length > 0,
  };
}

async function findMembers(
  target: SocketTarget,
  from: Connection | undefined,
  { presence, channels }: Parts,
): Promise<readonly Member[]> {
  if (target.kind === "connection") return [memberOf(target.connection)];
  if (target.kind === "channel") return await channels.list(target.channel);
  const lists = await mapAtMost(MAX_REQUESTS, [...new Set(target.userIds)], presence.list);
  const members = lists.flat();
  // A user who connects for the first time is not online yet, but should get what is sent to them.
  const isMissing = from?.opening !== undefined && isFor(target.userIds, from);
  return isMissing && !members.some(isOf(from)) ? [...members, memberOf(from)] : members;
}

function isFor(userIds: readonly string[], { userId }: Connection): boolean {
  return userId !== undefined && userIds.includes(userId);
}

/** Puts the text aside for the connection that opens, which nothing can be posted to. */
function keepOpening(
  members: readonly Member[],
  text: string,
  from: Connection | undefined,
): readonly Member[] {
  if (from?.opening === undefined || !members.some(isOf(from))) return members;
  from.opening.push(text);
  return members.filter((member) => !isOf(from)(member));
}

function isOf({ id }: Connection): (member: Member) => boolean {
  return ({ connectionId }) => connectionId === id;
}

function memberOf({ id, expires, userId }: Connection): Member {
  return { connectionId: id, expires, ...(userId === undefined ? {} : { userId }) };
}
