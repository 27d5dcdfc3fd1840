export type QueueCode = typeof import("./main.ts");

let loading: Promise<QueueCode> | undefined;

/** Most HTTP requests push nothing, and must not wait for the code of queues. */
export function loadQueueCode(): Promise<QueueCode> {
  // `import()` goes through the module loader at each call
  loading ??= import("./main.ts");
  return loading;
}
