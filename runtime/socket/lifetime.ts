/** How long a connection lives, in seconds since 1970. Nothing here depends on when rows are deleted. */

/** API Gateway ends every connection after 2 hours; the rest is for clocks and last events. */
const LIFETIME_SECONDS = 2 * 3600 + 600;

/** A handshake takes at most 29 s: for this long, a connection that cannot be found may yet open. */
const OPENING_SECONDS = 60;

export function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}

/** @param connectedAt Milliseconds since 1970. */
export function expiryOf(connectedAt: number): number {
  return Math.floor(connectedAt / 1000) + LIFETIME_SECONDS;
}

/** True of a connection that API Gateway may not have opened yet: it is not known to be gone. */
export function mayBeOpening({ expires }: { readonly expires: number }, now: number): boolean {
  return now < expires - LIFETIME_SECONDS + OPENING_SECONDS;
}
