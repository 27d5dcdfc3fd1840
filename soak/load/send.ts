import { setTimeout } from "node:timers/promises";
import type { PlannedJob } from "./plan.ts";

export interface SendOptions {
  /** Of the backend. */
  readonly url: string;
  /** Resolves when there is room for so many jobs. */
  readonly reserve: (count: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Jobs of one request. */
const AT_ONCE = 50;
/** For an instance to be started, or a limit to be raised. */
const RETRY_MS = 20;

/**
 * Sends the jobs of one queue through the backend, in order. A request that fails is sent again: its
 * jobs may be in the queue, as far as anybody knows. Returns their IDs.
 */
export async function sendJobs(
  queue: string,
  jobs: readonly PlannedJob[],
  { url, reserve, signal }: SendOptions,
): Promise<Set<number>> {
  const sentAgain = new Set<number>();
  for (let start = 0; start < jobs.length; start += AT_ONCE) {
    const part = jobs.slice(start, start + AT_ONCE);
    await reserve(part.length);
    const body = JSON.stringify({ queue, jobs: part });
    while (!(await post(`${url}/jobs`, body, signal))) {
      for (const { id } of part) sentAgain.add(id);
      await setTimeout(RETRY_MS, undefined, { signal });
    }
  }
  return sentAgain;
}

async function post(url: string, body: string, signal: AbortSignal): Promise<boolean> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body, signal });
  await response.arrayBuffer();
  return response.status === 202;
}
