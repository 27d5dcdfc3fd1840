import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { HttpError } from "../../sdk/errors.ts";
import type { HttpConfig } from "../../sdk/handlers.ts";
import { mediaType } from "./body.ts";

/** @throws HttpError 415 for a body whose content type the route does not accept. */
export function checkContentType(event: APIGatewayProxyEventV2, { accepts }: HttpConfig): void {
  if (accepts === undefined || event.body === undefined || event.body === "") return;
  const type = mediaType(event.headers["content-type"]) || "application/json";
  const allowed = [accepts].flat();
  const isAllowed = allowed.some(
    (pattern) =>
      pattern === "*/*" ||
      pattern === type ||
      (pattern.endsWith("/*") && type.startsWith(pattern.slice(0, -1))),
  );
  if (!isAllowed)
    throw new HttpError(415, `The body is ${type}, must be ${allowed.join(" or ")}`, {
      headers: { accept: allowed.join(", ") },
    });
}
