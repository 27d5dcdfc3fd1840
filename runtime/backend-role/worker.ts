/**
 * The thread that serves keys of the backend's role: one of its own, so that it answers a child process
 * for which the main thread waits. It shares the main thread's listening socket.
 */
import { createServer } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { answerKeyRequest } from "./answer.ts";
import type { RoleRequest } from "./assume-role.ts";
import { createKeyring } from "./keys.ts";

export interface WorkerSettings {
  readonly role: RoleRequest;
  /** What a request for keys must have in its `authorization` header. */
  readonly token: string;
  /** File descriptor of the socket that the main thread listens on. */
  readonly listeningFd: number;
}

/** What the thread tells. */
export type WorkerMessage =
  /** It accepts connections; those that the main thread has accepted go to this port. */
  { readonly port: number } | { readonly problem: string };

const { role, token, listeningFd } = workerData as WorkerSettings;
let lastProblem: string | undefined;

const getKeys = createKeyring(async () => {
  // Loaded by the first request, which most cold starts do not have
  const { assumeRole } = await import("./assume-role.ts");
  return await assumeRole(role).catch((error: unknown) => {
    throw new Error(`Cannot assume the backend's role "${role.roleArn}": ${describe(error)}`);
  });
}, logOnce);

const server = createServer(async ({ method, headers: { authorization } }, response) => {
  const { status, body } = await answerKeyRequest({ method, authorization }, token, async () => {
    const keys = await getKeys().catch((error: unknown) => {
      logOnce(error);
      throw error;
    });
    return keys;
  });
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify(body));
});
const forwarded = createTcpServer((socket) => server.emit("connection", socket));

server.listen({ fd: listeningFd });
forwarded.listen(0, "127.0.0.1", () => tell({ port: portOf(forwarded) }));

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

/** The AWS SDK asks four times for what was refused. */
function logOnce(error: unknown): void {
  const problem = describe(error);
  if (problem !== lastProblem) tell({ problem });
  lastProblem = problem;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function portOf(listening: Server): number {
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port");
  return address.port;
}
