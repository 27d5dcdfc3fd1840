import { once } from "node:events";
import { connect } from "node:net";
import { type Client, openClient } from "./client.ts";

/** Something a client does to the gateway, and how it must end. */
export interface Abuse {
  readonly name: string;
  /** The code with which the gateway closes the connection. */
  readonly code: number;
  readonly send: (client: Client) => void;
}

const FRAME = 32_768;
/** An empty frame, masked, with an opcode that means nothing. */
const RESERVED_OPCODE = Buffer.from([0x8f, 0x80, 0, 0, 0, 0]);

export const ABUSES: readonly Abuse[] = [
  {
    name: "a frame over 32 KB",
    code: 1009,
    send: ({ webSocket }) => webSocket.send("x".repeat(FRAME + 1)),
  },
  {
    name: "a message over 128 KB in small frames",
    code: 1009,
    send({ webSocket }) {
      for (let frame = 0; frame < 5; frame++)
        webSocket.send("x".repeat(FRAME - 100), { fin: frame === 4 });
    },
  },
  { name: "bytes", code: 1003, send: ({ webSocket }) => webSocket.send(Buffer.alloc(10)) },
  {
    name: "what is no frame",
    code: 1002,
    send: ({ webSocket }) => rawSocketOf(webSocket).write(RESERVED_OPCODE),
  },
];

/** Resolves to what was wrong, or to nothing. */
export async function runAbuse(url: string, abuse: Abuse): Promise<string | undefined> {
  const client = await openClient(url, `abuse-${abuse.code}`);
  abuse.send(client);
  const code = await client.closed;
  return code === abuse.code ? undefined : `${abuse.name}: closed with ${code}`;
}

/** A client that asks for a WebSocket and does not wait for the answer. */
export async function vanish(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  socket.write(
    [
      "GET /?user=vanished HTTP/1.1",
      "Host: soak",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${Buffer.alloc(16, 1).toString("base64")}`,
      "\r\n",
    ].join("\r\n"),
  );
  socket.destroySoon();
}

/** `ws` has no other way to what is below it. */
function rawSocketOf(webSocket: Client["webSocket"]) {
  return (webSocket as unknown as { readonly _socket: import("node:net").Socket })._socket;
}
