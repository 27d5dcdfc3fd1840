/** What handles the events of a socket: loaded with the first of them, or with the first send. */
import { SOCKET_PING } from "../../manifest/socket-ping.ts";
import type { Log } from "../log.ts";
import type { Runtime } from "../runtime.ts";
import { connect } from "./connect.ts";
import { disconnect } from "./disconnect.ts";
import { parseSocketEvent, type SocketEvent } from "./event.ts";
import { handleMessage } from "./message.ts";
import { createScene, type Scene } from "./scene.ts";

export { openConnections } from "./connections.ts";
export { loadSocketJob } from "./load-job.ts";

const DONE = { statusCode: 200 };

/** Handles an event of a WebSocket API, and answers it: only the answer to a handshake counts. */
export async function handleSocket(
  fields: Readonly<Record<string, unknown>>,
  runtime: Runtime,
  requestId: string,
  log: Log = console,
): Promise<object> {
  const event = parseSocketEvent(fields);
  // It only keeps the connection open: neither rows nor handlers are asked
  if (event.type === "message" && event.text === SOCKET_PING) return DONE;
  const scene = await createScene(requestId, runtime, log);
  const result = await handleEvent(event, scene);
  await scene.settled();
  return result;
}

async function handleEvent(event: SocketEvent, scene: Scene): Promise<object> {
  if (event.type === "connect") return await connect(event, scene);
  if (event.type === "message") await handleMessage(event.connectionId, event.text, scene);
  else await disconnect(event, scene);
  return DONE;
}
