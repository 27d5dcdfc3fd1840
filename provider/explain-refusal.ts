const QUOTA = /UnreservedConcurrentExecution below its minimum value of \[(\d+)\]/;

/** What to do where AWS refuses something and does not say what to do; undefined for all else. */
export function explainRefusal(error: string): string | undefined {
  const [, minimum] = QUOTA.exec(error) ?? [];
  if (minimum === undefined) return undefined;
  return `The account's quota of concurrent executions is too small: of it, AWS keeps at least ${minimum} for functions that reserve nothing. A pause, "queuerun:reserved" 0, needs none of it
→ Reserve or provision less: pulumi config set queuerun:reserved off
→ Or ask for a higher quota: https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384
→ Once it is there: pulumi up --refresh`;
}
