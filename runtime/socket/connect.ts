import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Connection } from "../../sdk/context.ts";
import type { User } from "../../sdk/user.ts";
import { findUser } from "../authenticate.ts";
import type { Deadline } from "../deadline.ts";
import { createHandshake } from "./credentials.ts";
import { deliverLater } from "./deliver.ts";
import { dismiss } from "./disconnect.ts";
import { errorStatus, isForClient } from "./error-text.ts";
import type { Handshake } from "./event.ts";
import { IDENTIFY_SECONDS } from "./identify.ts";
import { expiryOf } from "./lifetime.ts";
import type { Scene } from "./scene.ts";
import { welcome } from "./welcome.ts";

type Result = Pick<APIGatewayProxyStructuredResultV2, "statusCode" | "headers">;

/**
 * Answers the handshake of a connection: 200 lets it in, any other status refuses it. Nothing can be
 * sent to it before, so what its handlers send to it is left to a job.
 */
export async function connect(handshake: Handshake, scene: Scene): Promise<Result> {
  const { connectionId, connectedAt } = handshake;
  const opening: string[] = [];
  const connection = { id: connectionId, expires: expiryOf(connectedAt), opening };
  try {
    await scene.limit((deadline) => letIn(handshake, connection, deadline, scene));
    await deliverLater(connection, scene);
  } catch (error) {
    if (!isForClient(error)) scene.fail(error);
    await dismiss({ connectionId }, scene);
    return { statusCode: errorStatus(error) };
  }
  return { statusCode: 200, ...acceptProtocol(handshake) };
}

async function letIn(
  handshake: Handshake,
  connection: Connection,
  deadline: Deadline,
  scene: Scene,
): Promise<void> {
  const { requestId, runtime, log, connections } = scene;
  const socket = await scene.load();
  const policy = { origins: socket.origins, url: runtime.environment.url, log };
  const describe = () => createHandshake(handshake, requestId, deadline, policy);
  const user = await scene.run({ handler: "authenticate", user: null }, () =>
    findUser(socket.middleware, Object.assign(describe(), { data: undefined })),
  );
  // Once time is up it has been refused, and must leave no trace.
  deadline.signal.throwIfAborted();
  await connections.rows.create(connection, user?.id, user === undefined);
  if (user === undefined) {
    const job = { type: "identify", connectionId: connection.id } as const;
    return await connections.enqueue(job, IDENTIFY_SECONDS);
  }
  await welcome(user, withUser(connection, user), describe, socket, scene);
}

function withUser(connection: Connection, user: User | null): Connection {
  return user === null ? connection : { ...connection, userId: user.id };
}

/** A token (RFC 6455, section 4.1): anything else could begin a header of its own. */
const PROTOCOL = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Browsers give up a connection if they named protocols and the answer chooses none. */
function acceptProtocol({ headers }: Handshake): Pick<Result, "headers"> {
  const [first = ""] = headers["sec-websocket-protocol"]?.split(",") ?? [];
  const protocol = first.trim();
  return PROTOCOL.test(protocol) ? { headers: { "Sec-WebSocket-Protocol": protocol } } : {};
}
