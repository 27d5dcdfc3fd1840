import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { HttpConfig } from "../../sdk/handlers.ts";
import { addCors } from "./cors.ts";
import { createErrorResponse } from "./error-response.ts";
import type { Exchange } from "./exchange.ts";
import { sendInFull } from "./send-in-full.ts";

/** Answers with an error; one that cannot be sent is the backend's mistake and answered 500. */
export async function sendError(
  error: unknown,
  exchange: Exchange,
): Promise<APIGatewayProxyStructuredResultV2> {
  // Lambda freezes the process once this answers: what is being sent must be out by then.
  await Promise.all(Array.from(exchange.invocation.pushes ?? [], ({ settled }) => settled));
  try {
    return await send(error, exchange, exchange.config);
  } catch (failure) {
    return await send(failure, exchange, {});
  }
}

async function send(error: unknown, exchange: Exchange, config: HttpConfig) {
  const { method, event } = exchange;
  const { headers } = event;
  const problem = createErrorResponse(error, exchange);
  addCors(problem.headers, exchange.config.cors, headers);
  return await sendInFull(problem, { method, headers }, config);
}
