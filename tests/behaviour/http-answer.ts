import assert from "node:assert/strict";
import { hashContent } from "../../runtime/http/content-hash.ts";
import type { Answer, RequestOptions } from "./harness.ts";

export type Fetch = (path: string, init?: RequestOptions) => Promise<Answer>;
export type Post = (
  path: string,
  type: string | undefined,
  body: string | Uint8Array,
) => Promise<Answer>;

export function json(answer: Answer): unknown {
  return JSON.parse(answer.body.toString());
}

export function requestId(answer: Answer): string {
  return (json(answer) as { requestId: string }).requestId;
}

/** The problem document, without the request ID: it must be there, but differs each time. */
export function problem(answer: Answer): Record<string, unknown> {
  const { requestId: id, ...rest } = json(answer) as Record<string, unknown>;
  assert.match(String(id), /^[\w-]+$/);
  return rest;
}

export function etagOf(content: string): string {
  return `W/"${hashContent(content)}"`;
}
