import { randomBytes } from "node:crypto";

/** `L0SM9cOFvHcCIhw=`: of a WebSocket, of a message, or of any other event of a WebSocket API. */
export function createConnectionId(): string {
  return `${randomBytes(11).toString("base64url")}=`;
}

/** API Gateway tells an ID that was never one from one that is gone. */
export function isConnectionId(text: string): boolean {
  return /^[\w-]{15}=$/.test(text);
}
