/**
 * Reads the result of a batch (`ReportBatchItemFailures`), and returns the IDs of the messages that
 * failed: those named, or all of them where the result cannot be trusted to name the right ones.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function findFailedMessages(
  payload: string,
  messageIds: readonly string[],
): ReadonlySet<string> {
  const failures = parseFailures(payload);
  const isValid = failures?.every((id) => typeof id === "string" && messageIds.includes(id));
  return new Set(isValid === true ? (failures as string[]) : messageIds);
}

/** Undefined where the result has no such list. Nothing at all is a complete success. */
function parseFailures(payload: string): unknown[] | undefined {
  let result: unknown;
  try {
    result = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (result === null) return [];
  if (!isObject(result)) return undefined;
  const failures = result.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return undefined;
  return failures.map((failure) => (isObject(failure) ? failure.itemIdentifier : undefined));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
