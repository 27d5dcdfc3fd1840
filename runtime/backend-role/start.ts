import type { Server, Socket } from "node:net";
import type { Worker } from "node:worker_threads";
import type { Log } from "../log.ts";
import type { RoleRequest } from "./assume-role.ts";
import { listenOnLoopback } from "./listen.ts";
import type { WorkerMessage, WorkerSettings } from "./worker.ts";

/**
 * Gives the AWS SDK's default chain, in this process and those it starts, the keys of the backend's role,
 * over the protocol by which a container's agent gives its own. Resolves when they can be asked for. The
 * thread that answers starts meanwhile: no init phase waits for it, and what comes before it is ready
 * waits in the listening socket. Neither keeps the process alive.
 * @param module The thread's module.
 * @param env Gets the address and the token.
 */
export async function startBackendRole(
  role: RoleRequest,
  module: URL,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<void> {
  const token = createToken();
  const { server, port, fd } = await listenOnLoopback();
  const worker = startWorker({ role, token, listeningFd: fd }, module);
  const forwarding = new Promise<number>((resolve, reject) => {
    worker.on("message", (message: WorkerMessage) => {
      if ("port" in message) resolve(message.port);
      else log.error(message.problem);
    });
    worker.on("error", (error) => log.error(`Cannot serve the backend's role: ${error.message}`));
    worker.on("exit", () => reject(new Error("The thread has ended")));
  });
  // For when nobody waits for it
  forwarding.catch(() => undefined);
  forward(server, forwarding);
  server.unref();
  worker.unref();
  env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `http://127.0.0.1:${port}/credentials`;
  env.AWS_CONTAINER_AUTHORIZATION_TOKEN = token;
}

/** Nothing of this process reaches the thread but the settings, which only it has. */
function startWorker(settings: WorkerSettings, module: URL): Worker {
  const threads = process.getBuiltinModule("node:worker_threads");
  return new threads.Worker(module, {
    name: "backend-role",
    workerData: settings,
    env: {},
    argv: [],
    execArgv: [],
  });
}

/** Both threads accept connections, and only the other one answers them. */
function forward(server: Server, forwarding: Promise<number>): void {
  const { connect } = process.getBuiltinModule("node:net");
  server.on("connection", async (socket) => {
    socket.unref();
    const port = await forwarding.catch(() => undefined);
    if (port === undefined) return socket.destroy();
    const other = connect(port, "127.0.0.1").unref();
    join(socket, other);
    join(other, socket);
  });
}

function join(from: Socket, to: Socket): void {
  from.on("error", () => to.destroy());
  from.on("close", () => to.destroy());
  from.pipe(to);
}

/** From the operating system: loading `node:crypto` for it would take milliseconds of each cold start. */
function createToken(): string {
  const { closeSync, openSync, readSync } = process.getBuiltinModule("node:fs");
  const bytes = Buffer.alloc(32);
  const fd = openSync("/dev/urandom", "r");
  try {
    for (let read = 0; read < bytes.length; ) read += readSync(fd, bytes, { offset: read });
  } finally {
    closeSync(fd);
  }
  return bytes.toString("base64url");
}
