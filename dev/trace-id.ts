import { randomBytes } from "node:crypto";

/** `Root=1-66b2fd29-0123456789abcdef01234567` */
export function createTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")}`;
}
