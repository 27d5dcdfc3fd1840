import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { keepConnections } from "../kept-connections.ts";
import { CONNECTION_MS, SILENCE_MS } from "../retry.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** When the server sent it, by its own clock. */
  readonly date: string | undefined;
}

/** As AWS's clients. */
const MAX_SOCKETS = 50;

/**
 * Sends requests to one server, over connections that it keeps. Rejects when it is silent for three seconds.
 * @param now The clock by which connections have been idle.
 */
export function createPost(
  endpoint: string,
  now?: () => number,
): (headers: Readonly<Record<string, string>>, body: string) => Promise<Answer> {
  const { protocol, hostname, port } = new URL(endpoint);
  const { request } = process.getBuiltinModule(protocol === "https:" ? "node:https" : "node:http");
  const { agent, send } = keepConnections(protocol, MAX_SOCKETS, now);
  const where = { method: "POST", path: "/", hostname, port, agent, timeout: SILENCE_MS };
  const post = (headers: Readonly<Record<string, string>>, body: string) =>
    new Promise<Answer>((resolve, reject) => {
      const outgoing = request({ ...where, headers }, (response) => {
        read(response, resolve);
        response.on("error", reject);
      });
      const giveUp = (milliseconds: number, what: string) => {
        const error = new Error(`${hostname} has not ${what} within ${milliseconds / 1000} s`);
        error.name = "TimeoutError";
        // First: an error that destroys a request is not told once an answer has begun
        reject(error);
        outgoing.destroy(error);
      };
      outgoing.on("error", reject);
      outgoing.on("timeout", () => giveUp(SILENCE_MS, "answered"));
      limitConnecting(outgoing, () => giveUp(CONNECTION_MS, "taken the connection"));
      outgoing.end(body);
    });
  return (headers, body) => send(() => post(headers, body));
}

function read(response: IncomingMessage, resolve: (answer: Answer) => void): void {
  const { statusCode: status = 0, headers } = response;
  let text = "";
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    text += chunk;
  });
  response.on("end", () => resolve({ status, text, date: headers.date }));
}

/** Of a connection that is open already nothing is to be waited for. */
function limitConnecting(outgoing: ClientRequest, giveUp: () => void): void {
  outgoing.on("socket", (socket: Socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(giveUp, CONNECTION_MS);
    const stop = () => clearTimeout(timer);
    socket.once("connect", stop);
    socket.once("close", stop);
  });
}
