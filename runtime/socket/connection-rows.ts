import type { Connection } from "../../sdk/context.ts";
import { secondsNow } from "./lifetime.ts";
import { ConditionError, type Item, type Key, type Table } from "./table.ts";

/** What is known of a connection. */
export interface ConnectionRow {
  readonly connectionId: string;
  /** Seconds since 1970. */
  readonly expires: number;
  readonly userId: string | undefined;
  readonly channels: readonly string[];
  /** It is not known yet who connected: how many messages have been asked. */
  readonly asked: number | undefined;
}

/** The connections, by ID. A connection without a row has ended. */
export interface ConnectionRows {
  /** @param isPending It is not known yet who connected. */
  create(connection: Connection, userId: string | undefined, isPending: boolean): Promise<void>;
  read(connectionId: string): Promise<ConnectionRow | undefined>;
  /** @returns The row; undefined if another has removed it. */
  remove(connectionId: string): Promise<ConnectionRow | undefined>;
  /** @returns How many messages of a connection have been asked; undefined if it is not pending. */
  countAsked(connectionId: string): Promise<number | undefined>;
  /** @returns False if the connection is not pending: it is known by now, or has ended. */
  identify(connectionId: string, userId: string | undefined): Promise<boolean>;
  /** @returns False if the connection has ended. */
  addChannel(connectionId: string, channel: string): Promise<boolean>;
  removeChannel(connectionId: string, channel: string): Promise<void>;
}

export function createConnectionRows(table: Table, now: () => number = secondsNow): ConnectionRows {
  return {
    async create({ id, expires }, user, isPending) {
      const known = { ...(user === undefined ? {} : { user }), ...(isPending ? { asked: 0 } : {}) };
      await table.put({ ...keyOf(id), expires, ...known });
    },
    async read(connectionId) {
      const row = parseRow(connectionId, await table.get(keyOf(connectionId)));
      return row === undefined || row.expires <= now() ? undefined : row;
    },
    async remove(connectionId) {
      return parseRow(connectionId, await table.remove(keyOf(connectionId)));
    },
    async countAsked(connectionId) {
      const row = await update(table, connectionId, {
        expression: "ADD asked :one",
        condition: "attribute_exists(asked)",
        values: { ":one": 1 },
        returns: "ALL_NEW",
      });
      return parseRow(connectionId, row)?.asked;
    },
    async identify(connectionId, user) {
      const row = await update(table, connectionId, {
        condition: "attribute_exists(asked)",
        ...(user === undefined
          ? { expression: "REMOVE asked" }
          : {
              expression: "REMOVE asked SET #user = :user",
              names: { "#user": "user" },
              values: { ":user": user },
            }),
      });
      return row !== undefined;
    },
    async addChannel(connectionId, channel) {
      return (await changeChannels(table, connectionId, "ADD", channel)) !== undefined;
    },
    async removeChannel(connectionId, channel) {
      await changeChannels(table, connectionId, "DELETE", channel);
    },
  };
}

function changeChannels(table: Table, id: string, verb: "ADD" | "DELETE", channel: string) {
  return update(table, id, {
    expression: `${verb} channels :channel`,
    condition: "attribute_exists(pk)",
    values: { ":channel": new Set([channel]) },
  });
}

/** Undefined if the row is not as the condition wants it: none is made where there is none. */
async function update(
  table: Table,
  connectionId: string,
  change: Parameters<Table["update"]>[1],
): Promise<Item | undefined> {
  try {
    return await table.update(keyOf(connectionId), change);
  } catch (error) {
    if (error instanceof ConditionError) return undefined;
    throw error;
  }
}

function keyOf(connectionId: string): Key {
  return { pk: `conn#${connectionId}`, sk: "connection" };
}

function parseRow(connectionId: string, item: Item | undefined): ConnectionRow | undefined {
  if (typeof item?.expires !== "number") return undefined;
  const { expires, user, channels, asked } = item;
  return {
    connectionId,
    expires,
    userId: typeof user === "string" ? user : undefined,
    channels: channels instanceof Set ? Array.from(channels) : [],
    asked: typeof asked === "number" ? asked : undefined,
  };
}
