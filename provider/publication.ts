/** What a version of a function is made of, as far as a backend decides it. */
export interface FunctionContent {
  /** In base64. */
  readonly codeSha256: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly memorySize: number;
  readonly timeout: number;
  readonly runtime: string;
  readonly architecture: string;
}

/** A function as it is in AWS. */
export interface FunctionState {
  /** What the next version would be. */
  readonly latest: FunctionContent;
  readonly newest: FunctionContent;
  /** Number of the newest version. */
  readonly version: number;
  readonly description: string;
  /** Reserved concurrency; -1 for none. */
  readonly reserved: number;
}

/** True if the function has been changed, and the change not published. */
export function hasUnpublished({ latest, newest }: FunctionState): boolean {
  return !isSame(latest, newest);
}

/**
 * The description to give to the function.
 *
 * An update can fail after the code has been uploaded and before it is published: a reservation is
 * refused, or publishing itself. Pulumi then takes the function for up to date, and `live` would stay
 * on the old code. The provider publishes with any change of the function, so in this case alone
 * the description changes: it counts how often that was needed.
 * @param state Undefined before the function exists.
 * @param wanted Only looked at if something is unpublished.
 */
export function describeFunction(
  state: FunctionState | undefined,
  wanted?: FunctionContent,
): string {
  const isMissed = state && hasUnpublished(state) && wanted && isSame(state.latest, wanted);
  const count = countRepeats(state?.description ?? "") + (isMissed ? 1 : 0);
  return `A queuerun backend${count === 0 ? "" : `, published again: ${count}`}`;
}

/** What is wrong with staying on a version, if anything. */
export function checkVersion(
  version: string,
  state: FunctionState | undefined,
): string | undefined {
  const { version: newest = 0 } = state ?? {};
  if (Number(version) <= newest) return undefined;
  const versions =
    newest === 0 ? "nothing has been deployed yet" : `the newest version is ${newest}`;
  return `"queuerun:version" is ${version}, but ${versions}`;
}

function countRepeats(description: string): number {
  return Number(/, published again: (\d+)$/.exec(description)?.[1] ?? 0);
}

function isSame(one: FunctionContent, other: FunctionContent): boolean {
  return sortedJson(one) === sortedJson(other);
}

function sortedJson({ variables, ...content }: FunctionContent): string {
  return JSON.stringify([
    Object.entries(content).sort(byKey),
    Object.entries(variables).sort(byKey),
  ]);
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
