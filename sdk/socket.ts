/** `socket`: how backend code reaches the clients that have a WebSocket open. */
import { formatQuantity } from "../manifest/limits.ts";
import {
  type Connection,
  currentInvocation,
  type Invocation,
  type SocketTarget,
  type SocketTransport,
  type Transport,
} from "./context.ts";
import { own } from "./owned-promise.ts";
import { SocketError } from "./socket-error.ts";
import { encodeText } from "./socket-text.ts";

export { DeliveryError, SocketError, type SocketProblem } from "./socket-error.ts";

/** Who a message goes to. */
export interface SocketReceivers {
  /**
   * Sends an object as JSON, a string as text, to each of the connections; none is no error.
   * @throws SocketError, before anything is sent: bytes, what JSON cannot hold, over 128 KB.
   * DeliveryError from AWS.
   */
  send(data: unknown): Promise<void>;
}

/** A channel, which connections join. */
export interface SocketChannel extends SocketReceivers {
  /** The connection joins, until it leaves or ends. Joining twice is joining once. */
  join(): Promise<void>;
  /** The connection leaves; it need not have joined. */
  leave(): Promise<void>;
}

/** The clients that have a WebSocket open. */
export interface Socket extends SocketReceivers {
  /** Sends to all connections of the user that the handler is for. */
  send(data: unknown): Promise<void>;
  /** Sends to the connection whose event is being handled. */
  reply(data: unknown): Promise<void>;
  /** All connections of one user, or of several. */
  to(userIds: string | readonly string[]): SocketReceivers;
  /** All connections that have joined. The name is any text of 1 to 256 bytes. */
  channel(name: string): SocketChannel;
  /** Closes the connection whose event is being handled. */
  close(): Promise<void>;
  /** True while the user has a connection. */
  isOnline(userId: string): Promise<boolean>;
  /** Where clients open a WebSocket: `wss://…`. */
  readonly url: string;
}

/** Partition keys of the table hold names and user IDs; DynamoDB allows 2,048 bytes. */
const MAX_CHANNEL_BYTES = 256;
const MAX_USER_ID_BYTES = 1_024;

/** The clients that have a WebSocket open: `socket.reply(data)`. */
export const socket: Socket = {
  send(data) {
    return run(socket.send, async (open) => {
      const { user } = open.invocation;
      if (user === null)
        throw new SocketError(
          "user",
          "Cannot send to the user's connections: this is for no user. Name somebody: socket.to(userId).send(data)",
        );
      await sendTo({ kind: "users", userIds: [user.id] }, data, open);
    });
  },
  reply(data) {
    return run(socket.reply, (open) => {
      const connection = findConnection("reply", open);
      return sendTo({ kind: "connection", connection }, data, open);
    });
  },
  to(userIds) {
    const send = (data: unknown) =>
      run(send, (open) =>
        sendTo({ kind: "users", userIds: checkUserIds([userIds].flat()) }, data, open),
      );
    return { send };
  },
  channel(name) {
    return createChannel(name);
  },
  close() {
    return run(socket.close, async (open) => {
      const connection = findConnection("close", open);
      await (await open.load()).close(connection);
    });
  },
  isOnline(userId) {
    return run(socket.isOnline, async ({ load }) => {
      const [id = ""] = checkUserIds([userId]);
      return await (await load()).isOnline(id);
    });
  },
  get url() {
    return findTransport(currentInvocation()).url;
  },
};

/** An invocation that can reach connections. */
interface Open {
  readonly invocation: Invocation;
  load(): Promise<SocketTransport>;
}

function createChannel(name: string): SocketChannel {
  const send = (data: unknown) =>
    run(send, (open) => sendTo({ kind: "channel", channel: checkChannel(name) }, data, open));
  const join = () =>
    run(join, async (open) => {
      const connection = findConnection("join a channel", open);
      await (await open.load()).join(connection, checkChannel(name));
    });
  const leave = () =>
    run(leave, async (open) => {
      const connection = findConnection("leave a channel", open);
      await (await open.load()).leave(connection, checkChannel(name));
    });
  return { send, join, leave };
}

/** The running invocation owns what is sent. */
function run<T>(
  caller: (...args: never[]) => unknown,
  code: (open: Open) => Promise<T>,
): Promise<T> {
  const invocation = currentInvocation();
  const running = (async () => {
    const { load } = findTransport(invocation);
    return await code({ invocation: invocation as Invocation, load });
  })();
  return own("send", invocation, running, caller);
}

async function sendTo(target: SocketTarget, data: unknown, open: Open): Promise<void> {
  const text = encodeText(data);
  const transport = await open.load();
  await transport.send(target, text, open.invocation.connection);
}

function findTransport(invocation: Invocation | undefined): NonNullable<Transport["socket"]> {
  if (invocation === undefined)
    throw new SocketError(
      "invocation",
      "Cannot reach connections: no invocation is running. Use socket in a handler, middleware or warmup()",
    );
  if (invocation.transport.socket === undefined)
    throw new SocketError(
      "socket",
      "Cannot reach connections: this backend has no socket. Add socket/index.ts",
    );
  return invocation.transport.socket;
}

function findConnection(what: string, { invocation }: Open): Connection {
  if (invocation.connection !== undefined) return invocation.connection;
  throw new SocketError(
    "connection",
    `Cannot ${what}: this is for no connection. Only handlers of socket/index.ts have one; elsewhere send to users or channels`,
  );
}

function checkUserIds(userIds: readonly unknown[]): readonly string[] {
  return userIds.map((userId) => {
    if (isShort(userId, MAX_USER_ID_BYTES)) return userId;
    throw new SocketError("user", `User ID is ${describe(userId, MAX_USER_ID_BYTES)}`);
  });
}

function checkChannel(name: unknown): string {
  if (isShort(name, MAX_CHANNEL_BYTES)) return name;
  throw new SocketError("channel", `Name of channel is ${describe(name, MAX_CHANNEL_BYTES)}`);
}

function isShort(text: unknown, maxBytes: number): text is string {
  return typeof text === "string" && text !== "" && Buffer.byteLength(text) <= maxBytes;
}

function describe(value: unknown, maxBytes: number): string {
  const seen =
    typeof value === "string"
      ? value === ""
        ? "empty"
        : `a text of ${formatQuantity(Buffer.byteLength(value), { unit: "bytes" })}`
      : value === null
        ? "null"
        : `a value of type ${typeof value}`;
  return `${seen}, must be a text of 1 to ${formatQuantity(maxBytes, { unit: "bytes" })}`;
}
