import type { InvocationReport } from "./process.ts";

/** What the promises of a push say, counted. */
export interface Findings {
  /** Resolved, and SQS has it. */
  sent: number;
  /** Rejected with a SendError that says why. */
  refused: number;
  /** Of invocations that nobody awaited their pushes in: all sent, or answered 500. */
  covered: number;
  /** Broken promises, in words. */
  readonly broken: string[];
}

export function createFindings(): Findings {
  return { sent: 0, refused: 0, covered: 0, broken: [] };
}

/** @param taken Bodies by message ID, as SQS has taken them. */
export function judge(
  report: InvocationReport,
  taken: ReadonlyMap<string, string>,
  findings: Findings,
): void {
  const { how, status, payloads } = report;
  if (how === "unawaited") judgeUnawaited(report, taken, findings);
  else if (status === 200) judgeAwaited(report, taken, findings);
  // Its time was over before all were settled, and whoever asked knows
  else if (status === 504) findings.refused += payloads.length;
  else findings.broken.push(`awaited pushes were answered ${status}`);
  if (report.group !== undefined && !isInOrder(report, taken))
    findings.broken.push(`the pushes of "${report.group}" were taken out of order`);
}

/** What of the invocation SQS has taken came in the order of its pushes. */
function isInOrder({ payloads }: InvocationReport, taken: ReadonlyMap<string, string>): boolean {
  const places = new Map(payloads.map((payload, place) => [JSON.stringify(payload), place]));
  let last = -1;
  for (const body of taken.values()) {
    const place = places.get(body);
    if (place === undefined) continue;
    if (place < last) return false;
    last = place;
  }
  return true;
}

function judgeAwaited(
  { payloads, results = [] }: InvocationReport,
  taken: ReadonlyMap<string, string>,
  findings: Findings,
): void {
  payloads.forEach((payload, index) => {
    const result = results[index];
    if (result === undefined) findings.broken.push(`push ${payload} was not settled`);
    else if ("jobId" in result) {
      if (taken.get(result.jobId) === JSON.stringify(payload)) findings.sent++;
      else findings.broken.push(`push ${payload} resolved to ${result.jobId}, which was not sent`);
    } else if (/^Cannot send to queue ".+": .+ \(.+\)$/s.test(result.message)) findings.refused++;
    else findings.broken.push(`push ${payload} rejected: ${result.name} ${result.message}`);
  });
}

function judgeUnawaited(
  { status, payloads }: InvocationReport,
  taken: ReadonlyMap<string, string>,
  findings: Findings,
): void {
  const bodies = new Set(taken.values());
  const lost = payloads.filter((payload) => !bodies.has(JSON.stringify(payload)));
  if (status === 500 || status === 504 || (status === 204 && lost.length === 0))
    findings.covered += payloads.length;
  else findings.broken.push(`answered ${status}, and ${lost.length} were lost: ${lost[0]}`);
}
