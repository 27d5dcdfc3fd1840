export type QueueCode = typeof import("./main.ts");

/** Most HTTP requests push nothing, and must not wait for the code of queues. */
export function loadQueueCode(): Promise<QueueCode> {
  return import("./main.ts");
}
