import { ATTRIBUTE, decodeDetails } from "../sdk/attribute.ts";
import type { OutgoingMessage, Transport } from "../sdk/context.ts";
import { decodePayload } from "../sdk/payload.ts";
import type { UserId } from "../sdk/user.ts";

/** A job that a handler has pushed, as the queue's own handler would get it. */
export interface RecordedPush {
  /** What `push` resolved to: `job-1`, `job-2`. */
  readonly jobId: string;
  /** `email`; `billing.fifo` for a push with a group. */
  readonly queue: string;
  readonly payload: unknown;
  readonly params: Readonly<Record<string, string>>;
  /** Whom the handler ran for; absent for nobody. */
  readonly user?: UserId;
  /** In seconds; absent without `delay`. */
  readonly delaySeconds?: number;
  /** Of a FIFO queue. */
  readonly group?: string;
  /** Of a FIFO queue; random unless `dedupe` is given. */
  readonly dedupe?: string;
}

/** A transport that keeps what it is given. It knows no queues, and so takes any name. */
export function recordPushes(): { pushes: readonly RecordedPush[]; transport: Transport } {
  const pushes: RecordedPush[] = [];
  const transport: Transport = {
    async send(message) {
      const jobId = `job-${pushes.length + 1}`;
      pushes.push(createRecord(jobId, message));
      return jobId;
    },
  };
  return { pushes, transport };
}

function createRecord(jobId: string, message: OutgoingMessage): RecordedPush {
  const { queue, body, attributes, delaySeconds, messageGroupId, messageDeduplicationId } = message;
  const { params, isBytes, user } = decodeDetails(attributes[ATTRIBUTE]);
  return {
    jobId,
    queue,
    payload: decodePayload({ body, isBytes }),
    params,
    ...(user === null ? {} : { user }),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    ...(messageGroupId === undefined ? {} : { group: messageGroupId }),
    ...(messageDeduplicationId === undefined ? {} : { dedupe: messageDeduplicationId }),
  };
}
