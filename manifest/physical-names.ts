import { LIMITS } from "./limits.ts";

/** The alias that all triggers of the function target. */
export const ALIAS = "live";

/** The one stage of the WebSocket API, which has to be in its URL: `$default` is for HTTP APIs. */
export const WEBSOCKET_STAGE = "live";

/** Names in AWS of what a backend has one of. `app`: see `createAppName`. */
export interface PhysicalNames {
  readonly function: string;
  readonly logGroup: string;
  readonly httpApi: string;
  readonly webSocketApi: string;
  readonly connectionsTable: string;
  readonly scheduleGroup: string;
  readonly runtimeRole: string;
  readonly schedulerRole: string;
  readonly backendRole: string;
  readonly deployRole: string;
  /** If the deploy tier takes several policies, the others end in `-2`, `-3`. */
  readonly deployPolicy: string;
}

export function createPhysicalNames(app: string): PhysicalNames {
  return {
    function: app,
    logGroup: `/aws/lambda/${app}`,
    httpApi: app,
    webSocketApi: `${app}-socket`,
    connectionsTable: `${app}-connections`,
    scheduleGroup: app,
    runtimeRole: `${app}-runtime`,
    schedulerRole: `${app}-scheduler`,
    backendRole: `${app}-backend`,
    deployRole: `${app}-deploy`,
    deployPolicy: `${app}-deploy`,
  };
}

/** What the names of all queues begin with: in policies, and in the queue URLs the runtime is given. */
export function queueNamePrefix(app: string): string {
  return `${app}-q-`;
}

export function deadLetterQueueNamePrefix(app: string): string {
  return `${app}-d-`;
}

/**
 * `email` -> `APP-q-email`, `billing.fifo` -> `APP-q-billing.fifo`
 * @throws {RangeError} for a name that SQS would refuse.
 */
export function queueName(app: string, name: string): string {
  return checkQueueName(name, `${queueNamePrefix(app)}${name}`);
}

/**
 * `email` -> `APP-d-email`. The dead-letter queue of a FIFO queue is one as well.
 * @throws {RangeError} for a name that SQS would refuse.
 */
export function deadLetterQueueName(app: string, name: string): string {
  return checkQueueName(name, `${deadLetterQueueNamePrefix(app)}${name}`);
}

function checkQueueName(name: string, physicalName: string): string {
  const { maximum } = LIMITS.queuePhysicalName;
  if (physicalName.length <= maximum) return physicalName;
  throw new RangeError(
    `The queue "${name}" would be called "${physicalName}", ${physicalName.length} characters, but SQS allows ${maximum}: choose a name that is ${physicalName.length - maximum} characters shorter`,
  );
}
