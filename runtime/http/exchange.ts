import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Invocation } from "../../sdk/context.ts";
import type { HttpConfig } from "../../sdk/handlers.ts";
import type { User } from "../../sdk/user.ts";
import { loadOnDemand } from "../load-on-demand.ts";
import type { Runtime } from "../runtime.ts";

/** One request on its way through: what the answer needs to know besides the response. */
export interface Exchange {
  readonly event: APIGatewayProxyEventV2;
  readonly requestId: string;
  readonly method: string;
  readonly invocation: Invocation;
  /** Tells `onError` of `index.ts`. */
  report(error: unknown): void;
  /** Of what has been reported: they never reject. */
  readonly reports: Promise<void>[];
  /** For the log: the route's path once it is known. */
  path: string;
  /** The route's own, once it is loaded. */
  config: HttpConfig;
  /** Once `authenticate` has said so. */
  user: User | null;
  /** What the backend has done wrong: logged, answered 500 or 504, and reported. */
  failure?: { readonly error: unknown };
}

export function createExchange(
  event: APIGatewayProxyEventV2,
  runtime: Runtime,
  requestId: string,
): Exchange {
  const { method } = event.requestContext.http;
  const { transport, site } = runtime;
  const exchange: Exchange = {
    event,
    requestId,
    method,
    path: event.rawPath,
    config: {},
    user: null,
    reports: [],
    invocation: {
      requestId,
      user: null,
      hops: 0,
      transport,
      // Of a function that does not know its address: the domain under which API Gateway has found it. Never
      // the Host header, nor X-Forwarded-Host, which clients choose: a link in an email that was made of one
      // would hand its secret to whoever asked for it.
      site: site.url ? site : { ...site, url: `https://${event.requestContext.domainName}` },
      report(error) {
        console.error(`${method} ${exchange.path} reported (request ${requestId}):`, error);
        exchange.report(error);
      },
    },
    report(error) {
      exchange.reports.push(
        loadOnDemand().then(({ reportFailure }) => reportFailure(error, exchange, runtime)),
      );
    },
  };
  return exchange;
}
