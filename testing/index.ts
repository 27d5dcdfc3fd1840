export {
  type Backend,
  type BackendOptions,
  type Concurrency,
  type QueueJobs,
  startBackend,
} from "./backend.ts";
export {
  type Closed,
  type Connection,
  type ConnectOptions,
  HandshakeError,
} from "./connection.ts";
export { type DeadJob, DeadJobsError } from "./dead-job.ts";
export { type Invoked, invoke, type JobValues } from "./invoke.ts";
export type { RecordedPush } from "./recorded-push.ts";
export type { RecordedSend } from "./recorded-send.ts";
