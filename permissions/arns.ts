import { INTERNAL_QUEUE } from "../manifest/internal-queue.ts";
import {
  ALIAS,
  createPhysicalNames,
  deadLetterQueueNamePrefix,
  queueName,
  queueNamePrefix,
} from "../manifest/physical-names.ts";

/** Where an app's resources are. All of it comes from AWS or the user, none is assumed. */
export interface Scope {
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** See `createAppName`. */
  readonly app: string;
}

/** ARNs of an app's resources, as far as they are known before any of them exists. */
export interface Arns {
  readonly function: string;
  readonly alias: string;
  /** The alias and all versions. */
  readonly qualifiedFunctions: string;
  readonly logGroup: string;
  readonly logStreams: string;
  /** Patterns, so that a queue can be added without a change of IAM. */
  readonly queues: string;
  readonly deadLetterQueues: string;
  readonly internalQueue: string;
  readonly connectionsTable: string;
  readonly scheduleGroup: string;
  readonly schedules: string;
  readonly runtimeRole: string;
  readonly schedulerRole: string;
  readonly backendRole: string;
  /** Patterns over the roles, and the policies, of all tiers. */
  readonly roles: string;
  readonly policies: string;
}

export function createArns({ partition, region, account, app }: Scope): Arns {
  const names = createPhysicalNames(app);
  const regional = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const queue = (name: string) => regional("sqs", name);
  const role = (name: string) => `arn:${partition}:iam::${account}:role/${name}`;
  const functionArn = regional("lambda", `function:${names.function}`);
  const logGroup = regional("logs", `log-group:${names.logGroup}`);
  return {
    function: functionArn,
    alias: `${functionArn}:${ALIAS}`,
    qualifiedFunctions: `${functionArn}:*`,
    logGroup,
    logStreams: `${logGroup}:log-stream:*`,
    queues: queue(`${queueNamePrefix(app)}*`),
    deadLetterQueues: queue(`${deadLetterQueueNamePrefix(app)}*`),
    internalQueue: queue(queueName(app, INTERNAL_QUEUE)),
    connectionsTable: regional("dynamodb", `table/${names.connectionsTable}`),
    scheduleGroup: regional("scheduler", `schedule-group/${names.scheduleGroup}`),
    schedules: regional("scheduler", `schedule/${names.scheduleGroup}/*`),
    runtimeRole: role(names.runtimeRole),
    schedulerRole: role(names.schedulerRole),
    backendRole: role(names.backendRole),
    roles: role(`${app}-*`),
    policies: `arn:${partition}:iam::${account}:policy/${app}-*`,
  };
}
