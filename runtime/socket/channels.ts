import { secondsNow } from "./lifetime.ts";
import type { Member } from "./member.ts";
import type { Key, Table } from "./table.ts";

/** Who is in which channel: one item for each connection of each channel. */
export interface Channels {
  add(channel: string, connectionId: string, expires: number): Promise<void>;
  remove(channel: string, connectionId: string): Promise<void>;
  list(channel: string): Promise<readonly Member[]>;
}

/** Partitions of a channel: each takes 1,000 writes a second, so joins of a crowd spread over them. */
const SHARDS = 4;
const PREFIX = "conn#";

export function createChannels(table: Table, now: () => number = secondsNow): Channels {
  return {
    async add(channel, connectionId, expires) {
      await table.put({ ...keyOf(channel, connectionId), expires });
    },
    async remove(channel, connectionId) {
      await table.remove(keyOf(channel, connectionId));
    },
    async list(channel) {
      const shards = Array.from({ length: SHARDS }, (_, shard) =>
        readShard(table, channel, shard, now()),
      );
      return (await Promise.all(shards)).flat();
    },
  };
}

async function readShard(table: Table, channel: string, shard: number, now: number) {
  const members: Member[] = [];
  for await (const { sk, expires } of table.query(partitionOf(channel, shard), now))
    if (typeof sk === "string" && typeof expires === "number")
      members.push({ connectionId: sk.slice(PREFIX.length), expires, channel });
  return members;
}

function keyOf(channel: string, connectionId: string): Key {
  const pk = partitionOf(channel, shardOf(connectionId));
  return { pk, sk: PREFIX + connectionId };
}

function partitionOf(channel: string, shard: number): string {
  return `channel#${channel}#${shard}`;
}

function shardOf(connectionId: string): number {
  let hash = 0;
  for (const char of connectionId) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return hash % SHARDS;
}
