import type { EventEmitter } from "node:events";
import type { Manifest } from "../manifest/manifest.ts";
import type { Batch } from "./event-source-mapping.ts";

/** A message that came into a dead-letter queue. */
export interface DeadLetter {
  /** The queue it was sent to: `email`. */
  readonly queue: string;
  /** Of a schedule that failed: its name. */
  readonly schedule?: string;
  readonly messageId: string;
  readonly body: string;
  /** Message attributes that are text. */
  readonly attributes: Readonly<Record<string, string>>;
}

export type CloudEvents = EventEmitter<{
  /** A batch of jobs was handled. */
  batch: [Batch];
  "dead-letter": [DeadLetter];
  /** New code is being served. */
  reload: [Manifest];
  /** Something happened after which the cloud may be idle. */
  activity: [];
}>;
