import type { IncomingMessage } from "node:http";

/**
 * Reads a request's body. Resolves to `too-large` beyond the limit, with the rest taken and thrown
 * away so that the client comes to read the answer, and to undefined when the client has gone.
 */
export function readBody(
  request: IncomingMessage,
  maximumBytes: number,
): Promise<Buffer | "too-large" | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maximumBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on("end", () => resolve(length <= maximumBytes ? Buffer.concat(chunks) : "too-large"));
    request.on("close", () => resolve(undefined));
    request.on("error", () => resolve(undefined));
  });
}
