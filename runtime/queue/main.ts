/** The code of queues, in one file: loaded with the first job, and by what pushes. */
export { PushError, queues, SendError, UnawaitedPushError } from "../../sdk/queues.ts";
export { handleQueueEvent } from "./handle.ts";
export { openReach } from "./open-reach.ts";
