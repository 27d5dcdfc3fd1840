import assert from "node:assert/strict";
import { formatInitReport, formatReport } from "../../dev/report-line.ts";

const REPORT = {
  requestId: "8f507cfc-1f5b-4a50-8d3c-6f5c1d3a7e11",
  durationMs: 12.3456,
  isInitBilled: true,
  memorySize: 1024,
  status: "success",
} as const;

describe("formatReport", () => {
  it("writes the line of a warm invocation", () => {
    assert.equal(
      formatReport({ ...REPORT, maxMemoryUsed: 71 }),
      "REPORT RequestId: 8f507cfc-1f5b-4a50-8d3c-6f5c1d3a7e11\tDuration: 12.35 ms\tBilled Duration: 13 ms\tMemory Size: 1024 MB\tMax Memory Used: 71 MB",
    );
  });

  it("bills the init phase of a cold invocation on demand only", () => {
    assert.match(
      formatReport({ ...REPORT, initDurationMs: 100 }),
      /\tBilled Duration: 113 ms\tMemory Size: 1024 MB\tInit Duration: 100\.00 ms$/,
    );
    assert.match(
      formatReport({ ...REPORT, initDurationMs: 100, isInitBilled: false }),
      /\tBilled Duration: 13 ms\t/,
    );
  });

  it("names what went wrong", () => {
    assert.match(
      formatReport({ ...REPORT, status: "timeout", errorType: "Sandbox.Timedout" }),
      /\tMemory Size: 1024 MB\tStatus: timeout\tError Type: Sandbox\.Timedout$/,
    );
  });
});

describe("formatInitReport", () => {
  it("writes the line of an init phase that has failed", () => {
    assert.equal(
      formatInitReport(10_001.5, { status: "timeout" }),
      "INIT_REPORT Init Duration: 10001.50 ms\tPhase: init\tStatus: timeout",
    );
    assert.equal(
      formatInitReport(20, { status: "error", error: { errorType: "TypeError" } }),
      "INIT_REPORT Init Duration: 20.00 ms\tPhase: init\tStatus: error\tError Type: TypeError",
    );
  });
});
