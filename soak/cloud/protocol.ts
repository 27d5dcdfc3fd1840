/** What is said between a part and the process of its local cloud, over Node's own channel. */

import type { DeadLetter } from "../../dev/cloud-events.ts";
import type { JobCounts } from "../../dev/local-queues.ts";
import type { LocalCloudOptions } from "../../dev/start-local-cloud.ts";
import type { Concurrency } from "../../manifest/concurrency.ts";

/** The first message, from the part. */
export type CloudOptions = Pick<LocalCloudOptions, "concurrency" | "limits"> & {
  /** The backend folder. */
  readonly source: string;
  readonly variables: Readonly<Record<string, string>>;
};

/** The first message, from the cloud. */
export interface Addresses {
  readonly url: string;
  readonly webSocketUrl: string | undefined;
}

/** Bytes, after a garbage collection. */
export interface Memory {
  readonly resident: number;
  /** Of JavaScript, with its buffers. */
  readonly heap: number;
}

export interface SentMessage {
  readonly body: string;
  /** Of a FIFO queue. */
  readonly groupId?: string;
}

/** What a part may ask for. */
export interface Operations {
  memory(): Memory;
  /** Resolves to true when there was new code. */
  rebuild(): Promise<boolean>;
  setConcurrency(concurrency: Partial<Concurrency>): Promise<void>;
  count(queue: string): Promise<JobCounts>;
  deadLetters(queue: string): Promise<DeadLetter[]>;
  drained(): Promise<void>;
  /** The last lines of the backend and of the local cloud. */
  log(): string[];
  /** Sends one after the other, as another program would. Resolves to their message IDs. */
  send(queue: string, messages: readonly SentMessage[]): Promise<string[]>;
}

/** A message of a batch that was handled. */
export interface HandledMessage {
  readonly id: string;
  /** With this one. */
  readonly receives: number;
  /** It stays in the queue. */
  readonly isFailed: boolean;
}

/** A batch that was handled, or that failed as a whole with `error`. */
export interface HandledBatch {
  readonly queue: string;
  readonly messages: readonly HandledMessage[];
  readonly error: string | undefined;
}

export interface Call {
  readonly id: number;
  readonly operation: keyof Operations;
  readonly input: readonly unknown[];
}

/** From the cloud. */
export type Report =
  | { readonly kind: "started"; readonly addresses: Addresses }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refusal"; readonly id: number; readonly reason: string }
  | { readonly kind: "batch"; readonly batch: HandledBatch };
