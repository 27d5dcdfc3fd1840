import { secondsNow } from "./lifetime.ts";
import type { Member } from "./member.ts";
import { ConditionError, type Item, type Key, type Table } from "./table.ts";

/**
 * Who is online: one item for each user, with one attribute for each connection. An update returns the
 * item as it was, so exactly one connection learns that it is the first, and one that it was the last.
 */
export interface Presence {
  /** @returns True if the user had no other connection. */
  arrive(userId: string, connectionId: string, expires: number): Promise<boolean>;
  /** @returns True if it was there, and the user has no other connection. */
  leave(userId: string, connectionId: string): Promise<boolean>;
  /** The user's connections. */
  list(userId: string): Promise<readonly Member[]>;
}

/** Keeps the names of connections apart from those of the other attributes. */
const PREFIX = "conn#";

export function createPresence(table: Table, now: () => number = secondsNow): Presence {
  return {
    async arrive(userId, connectionId, expires) {
      const before = await table.update(keyOf(userId), {
        // The latest connection is the last to expire.
        expression: "SET #connection = :expires, expires = :expires",
        names: { "#connection": PREFIX + connectionId },
        values: { ":expires": expires },
      });
      const others = connections(before).filter((other) => other.connectionId !== connectionId);
      await forget(table, userId, others.filter(isOver(now())));
      return others.every(isOver(now()));
    },
    async leave(userId, connectionId) {
      const before = connections(await forget(table, userId, [{ connectionId }]));
      const others = before.filter((other) => other.connectionId !== connectionId);
      return others.length < before.length && others.every(isOver(now()));
    },
    async list(userId) {
      const item = await table.get(keyOf(userId));
      const isLost = isOver(now());
      return connections(item ?? {})
        .filter((connection) => !isLost(connection))
        .map((connection) => ({ ...connection, userId }));
    },
  };
}

/** @returns The item as it was. */
async function forget(
  table: Table,
  userId: string,
  connections: readonly Pick<Member, "connectionId">[],
): Promise<Item> {
  if (connections.length === 0) return {};
  const names = connections.map(({ connectionId }, index) => [`#c${index}`, PREFIX + connectionId]);
  try {
    return await table.update(keyOf(userId), {
      expression: `REMOVE ${names.map(([placeholder]) => placeholder).join(", ")}`,
      // An update makes an item where there is none, and this one would have no expiry.
      condition: "attribute_exists(pk)",
      names: Object.fromEntries(names),
    });
  } catch (error) {
    if (error instanceof ConditionError) return {};
    throw error;
  }
}

function keyOf(userId: string): Key {
  return { pk: `user#${userId}`, sk: "presence" };
}

function connections(item: Item): Member[] {
  return Object.entries(item).flatMap(([name, expires]) =>
    name.startsWith(PREFIX) && typeof expires === "number"
      ? [{ connectionId: name.slice(PREFIX.length), expires }]
      : [],
  );
}

/** DynamoDB deletes items hours after they have expired, and these are attributes. */
function isOver(now: number): (connection: Pick<Member, "expires">) => boolean {
  return ({ expires }) => expires <= now;
}
