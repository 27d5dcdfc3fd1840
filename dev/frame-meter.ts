/**
 * Reads the frame headers of what comes over a WebSocket: `ws` bounds messages, not their frames.
 * Takes the bytes as they arrive, and returns false once a frame says that it is too long.
 */
export function createFrameMeter(maximumBytes: number): (chunk: Buffer) => boolean {
  let header: number[] = [];
  /** Bytes of the payload that are still to come. */
  let left = 0;
  return (chunk) => {
    let offset = 0;
    while (offset < chunk.length) {
      if (left > 0) {
        const skipped = Math.min(left, chunk.length - offset);
        left -= skipped;
        offset += skipped;
        continue;
      }
      header.push(chunk[offset++] ?? 0);
      const length = readPayloadLength(header);
      if (length === undefined) continue;
      if (length > maximumBytes) return false;
      left = length;
      header = [];
    }
    return true;
  };
}

/** Undefined as long as the header is not complete. https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function readPayloadLength(header: readonly number[]): number | undefined {
  const second = header[1];
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const mask = (second & 0x80) === 0 ? 0 : 4;
  if (header.length < 2 + extended + mask) return undefined;
  if (extended === 0) return short;
  return header.slice(2, 2 + extended).reduce((length, byte) => length * 256 + byte, 0);
}
