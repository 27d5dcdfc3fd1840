import type { SocketTarget, Transport } from "../sdk/context.ts";
import { decodeText } from "../sdk/socket-text.ts";

/** A message that a handler has sent to WebSocket connections, as a client would parse it. */
export interface RecordedSend {
  /** Whom it was for: `reply`, the users, or the channel. */
  readonly to: "reply" | { readonly users: readonly string[] } | { readonly channel: string };
  readonly data: unknown;
}

/** Takes all messages, and says that nobody is online. */
export function recordSends(): {
  sends: readonly RecordedSend[];
  socket: NonNullable<Transport["socket"]>;
} {
  const sends: RecordedSend[] = [];
  const transport = {
    async send(target: SocketTarget, text: string) {
      sends.push({ to: describe(target), data: decodeText(text) });
    },
    join: async () => undefined,
    leave: async () => undefined,
    close: async () => undefined,
    isOnline: async () => false,
  };
  return { sends, socket: { url: "ws://localhost", load: async () => transport } };
}

function describe(target: SocketTarget): RecordedSend["to"] {
  if (target.kind === "connection") return "reply";
  return target.kind === "users" ? { users: target.userIds } : { channel: target.channel };
}
