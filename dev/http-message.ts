/**
 * HTTP/1.1 as the local cloud and our own runtime interface client speak it: each message says how
 * long its body is, and goes out in one write. With Node's own client and server an invocation takes
 * longer than a small function does.
 */
export interface HttpMessage {
  /** Request line or status line. */
  readonly startLine: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | "too-large";
}

export function formatMessage(
  startLine: string,
  headers: Readonly<Record<string, string | number>>,
  body: string,
): string {
  let head = `${startLine}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/**
 * Takes bytes as they arrive, and gives each message when all of it has.
 * @param maximumBytes Of a body. Longer ones are thrown away.
 */
export function createMessageReader(
  maximumBytes: number,
  take: (message: HttpMessage) => void,
): (chunk: Buffer) => void {
  /** Of the message that is not complete. */
  let chunks: Buffer[] = [];
  let length = 0;
  let head: Head | undefined;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    while (length > 0) {
      head ??= parseHead(join(chunks));
      if (head === undefined) return;
      const { start, end } = head;
      const isTooLarge = end - start > maximumBytes;
      if (isTooLarge) chunks = [];
      if (length < end) return;
      const body = isTooLarge ? "too-large" : join(chunks).toString("utf8", start, end);
      take({ startLine: head.startLine, headers: head.headers, body });
      head = undefined;
      length -= end;
      // It was not complete without this chunk
      chunks = [chunk.subarray(chunk.length - length)];
    }
    chunks = [];
  };
}

function join(chunks: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0)] = chunks;
  return chunks.length > 1 ? Buffer.concat(chunks) : first;
}

interface Head extends Pick<HttpMessage, "startLine" | "headers"> {
  /** Of the body. */
  readonly start: number;
  readonly end: number;
}

/** Undefined as long as it is not complete. */
function parseHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const [startLine = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const length = Number(/^\d+$/.exec(headers.get("content-length") ?? "") ?? 0);
  return { startLine, headers, start: end + 4, end: end + 4 + length };
}
