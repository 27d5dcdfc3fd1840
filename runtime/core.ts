/**
 * What every package loads, in one file: a cold start reads each file anew. The code of queues, sockets and
 * rare answers is in others, which import what they need of this one.
 */
export { HttpError } from "../sdk/errors.ts";
export { reply } from "../sdk/reply.ts";
export { createHandler } from "./handler.ts";
