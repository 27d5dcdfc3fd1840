/** What is known of a request besides action and resource, by condition key. */
export interface RequestContext {
  /** By condition key, whose case does not matter. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Whether a key that has no value might have one in AWS: what a policy says of it is then not
   * taken as allowing. Default: none, a key without a value is not in the request.
   */
  readonly isUncertain?: (key: string) => boolean;
}

export const EMPTY_CONTEXT: RequestContext = { values: {} };

/** Undefined: not in the request. */
export function findValue(
  { values }: RequestContext,
  key: string,
): string | readonly string[] | undefined {
  const wanted = key.toLowerCase();
  for (const [name, value] of Object.entries(values))
    if (name.toLowerCase() === wanted) return value;
  return undefined;
}
