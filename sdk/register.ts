/**
 * The queues of a backend, by property of `queues`. Empty here: `.queuerun/types.d.ts` adds them, so
 * that payloads have the types of the queues' own handlers.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Queues {}
