/**
 * The queue of queuerun's own jobs, such as schedules that are due. No file of a backend can have this
 * name: what begins with `_` is no queue. Apart from that it is a queue like any other.
 */
export const INTERNAL_QUEUE = "_internal";

/** Seconds one job of queuerun's own may take beside those of schedules: it sends to WebSockets. */
export const SENDING_SECONDS = 60;
