import { INTERNAL_QUEUE, SENDING_SECONDS } from "./internal-queue-name.ts";
import { LIMITS } from "./limits.ts";
import type { Manifest, Queue } from "./manifest.ts";

export { INTERNAL_QUEUE } from "./internal-queue-name.ts";

/** A queue as AWS and the local cloud make it. */
export type DeployedQueue = Omit<Queue, "file" | "middleware">;

/** The part of a manifest that decides which queues there are. */
type QueueUsers = Pick<Manifest, "queues" | "socket" | "schedules">;

/** All queues of a deployed backend: its own, and the internal one where something needs it. */
export function deployedQueues(manifest: QueueUsers): readonly DeployedQueue[] {
  const { queues } = manifest;
  return needsInternalQueue(manifest) ? [...queues, createInternalQueue(manifest)] : queues;
}

export function needsInternalQueue({ socket, schedules }: Omit<QueueUsers, "queues">): boolean {
  return socket !== null || schedules.length > 0;
}

function createInternalQueue({ schedules }: QueueUsers): DeployedQueue {
  return {
    name: INTERNAL_QUEUE,
    fifo: false,
    timeoutSeconds: Math.max(
      SENDING_SECONDS,
      ...schedules.map(({ timeoutSeconds }) => timeoutSeconds),
    ),
    batchSize: 10,
    batchWindowSeconds: 0,
    maximumConcurrency: null,
    maxReceives: 5,
    delaySeconds: 0,
    retentionSeconds: LIMITS.retention.maximum,
    paused: false,
    groups: "sequential",
  };
}
