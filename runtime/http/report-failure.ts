import { createReports, type Reports } from "../reports.ts";
import type { Runtime } from "../runtime.ts";
import type { Exchange } from "./exchange.ts";

/** What an error service may take; the function's timeout has 5 s to spare. */
const REPORT_MS = 2_000;

const reportsOf = new WeakMap<Exchange, Reports>();

/** Tells `onError` of `index.ts` of an error, once. Never rejects. */
export async function reportFailure(
  error: unknown,
  exchange: Exchange,
  runtime: Runtime,
): Promise<void> {
  let reports = reportsOf.get(exchange);
  if (reports === undefined) {
    reports = createReports(
      runtime,
      () => placeOf(exchange),
      () => REPORT_MS,
      console,
    );
    reportsOf.set(exchange, reports);
  }
  reports.add(error);
  await reports.settled();
}

function placeOf({ path, user, requestId }: Exchange) {
  return { kind: "http", name: path, requestId, user: user && { id: user.id } } as const;
}
