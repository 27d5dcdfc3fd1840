/** Keys of the backend's role, for a while. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** When they end, in milliseconds since 1970. */
  readonly expiration: number;
}

/**
 * The AWS SDK asks for new keys at each call once theirs have less than 5 minutes, and Lambda may
 * freeze the process between two calls.
 */
const LEAST_LIFETIME_MS = 15 * 60_000;

/**
 * Returns a function that resolves to keys with 15 minutes or more to live: one request for all who
 * wait, and none while there are such keys. The clock is read at each call, as timers do not run in a
 * frozen process.
 * @param assumeRole Asks for new keys.
 * @param log Told why there are no new keys while the old ones still serve.
 */
export function createKeyring(
  assumeRole: () => Promise<Keys>,
  log: (error: unknown) => void,
  now: () => number = Date.now,
): () => Promise<Keys> {
  let current: Keys | undefined;
  let asking: Promise<Keys> | undefined;
  const ask = async () => {
    try {
      current = await assumeRole();
      return current;
    } catch (error) {
      if (current === undefined || current.expiration <= now()) throw error;
      log(error);
      return current;
    } finally {
      asking = undefined;
    }
  };
  return async () => {
    if (current !== undefined && current.expiration - now() >= LEAST_LIFETIME_MS) return current;
    asking ??= ask();
    return await asking;
  };
}
