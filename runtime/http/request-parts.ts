import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { parseCookie } from "cookie";
import type { HttpRequest } from "../../sdk/handlers.ts";
import { isMultipart, parseBody, parseMultipart } from "./body.ts";

/** The parts of a request that most do not have: parsed when a handler touches them. */
export interface RequestParts {
  body(): unknown;
  cookies(): HttpRequest["cookies"];
}

/** Multipart is the one kind of body that cannot be parsed at once: it is parsed here. */
export async function prepareParts(event: APIGatewayProxyEventV2): Promise<RequestParts> {
  const form = isMultipart(event) ? { value: await parseMultipart(event) } : undefined;
  return {
    body: () => (form ? form.value : parseBody(event)),
    cookies: () => parseCookie((event.cookies ?? []).join("; ")),
  };
}
