/** The lines Lambda writes to the log about an invocation and an init phase. */

export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  /** Absent in an instance that was there before. */
  readonly initDurationMs?: number;
  /** Provisioned concurrency is not billed for its init phase here. */
  readonly isInitBilled: boolean;
  readonly memorySize: number;
  readonly maxMemoryUsed?: number;
  readonly status: "success" | "error" | "timeout";
  readonly errorType?: string;
}

export function formatReport(report: Report): string {
  const { durationMs, initDurationMs, isInitBilled, status } = report;
  const billed = durationMs + (isInitBilled ? (initDurationMs ?? 0) : 0);
  const parts = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(billed)} ms`,
    `Memory Size: ${report.memorySize} MB`,
  ];
  if (report.maxMemoryUsed !== undefined) parts.push(`Max Memory Used: ${report.maxMemoryUsed} MB`);
  if (initDurationMs !== undefined) parts.push(`Init Duration: ${initDurationMs.toFixed(2)} ms`);
  if (status !== "success") parts.push(`Status: ${status}`);
  if (report.errorType !== undefined) parts.push(`Error Type: ${report.errorType}`);
  return parts.join("\t");
}

/** Written only where the init phase failed. */
export function formatInitReport(
  durationMs: number,
  outcome: { status: "timeout" } | { status: "error"; error: { errorType: string } },
): string {
  const parts = [
    `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms`,
    "Phase: init",
    `Status: ${outcome.status}`,
  ];
  if (outcome.status === "error") parts.push(`Error Type: ${outcome.error.errorType}`);
  return parts.join("\t");
}
