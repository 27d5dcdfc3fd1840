/**
 * What a backend has. Empty here: `.queuerun/types.d.ts` adds its own, so that payloads, parameters and
 * users have the types of the backend's own functions.
 */

/** The queues, by property of `queues`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Queues {}

/** The modules of the routes, by path. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Routes {}

/** Paths of the backend's routes; any string until `.queuerun/types.d.ts` exists. */
export type RoutePath = keyof Routes extends never ? string : keyof Routes & string;

/** The module of the socket, as `default`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Sockets {}

/** `authenticate` of `api/_middleware.ts`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Auth {}
