import type { Duplex } from "node:stream";
import { STATUS_CODES } from "./node-http.ts";

/** Answers a request for an upgrade as an ordinary one, and ends its connection. */
export function refuseUpgrade(socket: Duplex, status: number, body = ""): void {
  // The HTTP server keeps its half open, also when the client has closed its own
  socket.once("finish", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
      "Connection: close",
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}
