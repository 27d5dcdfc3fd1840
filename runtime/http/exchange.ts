import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Invocation } from "../../sdk/context.ts";
import type { HttpConfig } from "../../sdk/handlers.ts";
import type { Site } from "../../sdk/site.ts";
import type { User } from "../../sdk/user.ts";
import { createReports, type Reports } from "../reports.ts";
import type { Runtime } from "../runtime.ts";

/** One request on its way through: what the answer needs to know besides the response. */
export interface Exchange {
  readonly event: APIGatewayProxyEventV2;
  readonly requestId: string;
  readonly method: string;
  readonly invocation: Invocation;
  readonly reports: Reports;
  /** For the log: the route's path once it is known. */
  path: string;
  /** The route's own, once it is loaded. */
  config: HttpConfig;
  /** Once `authenticate` has said so. */
  user: User | null;
  /** What the backend has done wrong: logged, answered 500 or 504, and reported. */
  failure?: { readonly error: unknown };
}

/** What an error service may take; the function's timeout has 5 s to spare. */
const REPORT_MS = 2_000;

export function createExchange(
  event: APIGatewayProxyEventV2,
  runtime: Runtime,
  requestId: string,
): Exchange {
  const { method } = event.requestContext.http;
  const place = () => {
    const { path, user } = exchange;
    return { kind: "http", name: path, requestId, user: user && { id: user.id } } as const;
  };
  const reports = createReports(runtime, place, () => REPORT_MS, console);
  const invocation: Invocation = {
    requestId,
    user: null,
    hops: 0,
    transport: runtime.transport,
    site: runtime.site.url === "" ? createSite(event, runtime.site) : runtime.site,
    pushes: new Set(),
    report(error) {
      console.error(`${method} ${exchange.path} reported (request ${requestId}):`, error);
      reports.add(error);
    },
  };
  const path = event.rawPath;
  const exchange: Exchange = {
    ...{ event, requestId, method, invocation, reports, path },
    config: {},
    user: null,
  };
  return exchange;
}

/**
 * Of a function that does not know its address: the domain under which API Gateway has found it. Never the
 * Host header, nor X-Forwarded-Host, which clients choose: a link in an email that was made of one would
 * hand its secret to whoever asked for it.
 */
function createSite({ requestContext }: APIGatewayProxyEventV2, site: Site): Site {
  return { ...site, url: `https://${requestContext.domainName}` };
}
