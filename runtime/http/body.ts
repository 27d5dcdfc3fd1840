import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { HttpError } from "../../sdk/errors.ts";
import { bodyBytes } from "./body-bytes.ts";
import { parseJsonBody } from "./json.ts";
import { collectValues } from "./values.ts";

/** `application/json` of `Application/JSON; charset=utf-8`. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/**
 * The body by content type, or a 400. Multipart is the one kind that cannot be parsed at once: see
 * `parseMultipart`.
 */
export function parseBody(event: APIGatewayProxyEventV2): unknown {
  if (event.body === undefined || event.body === "") return undefined;
  const contentType = event.headers["content-type"];
  const type = mediaType(contentType);
  if (type === "" || type === "application/json" || type.endsWith("+json"))
    return parseJsonBody(bodyText(event, "utf8"));
  if (type === "application/x-www-form-urlencoded")
    return collectValues(new URLSearchParams(bodyText(event, "utf8")), "The body");
  if (type.startsWith("text/") || type === "application/xml" || type.endsWith("+xml"))
    return bodyText(event, isLatin1(contentType) ? "latin1" : "utf8");
  return bodyBytes(event);
}

export function isMultipart(event: APIGatewayProxyEventV2): boolean {
  return mediaType(event.headers["content-type"]) === "multipart/form-data";
}

/** Fields as strings, files as `File`; a name that repeats is an array. */
export async function parseMultipart(event: APIGatewayProxyEventV2): Promise<unknown> {
  const bytes = bodyBytes(event);
  if (bytes === undefined) return undefined;
  const form = await readForm(bytes, event.headers["content-type"] ?? "");
  return collectValues(form, "The body");
}

async function readForm(bytes: Buffer, contentType: string): Promise<FormData> {
  try {
    const headers = { "content-type": contentType };
    return await new Response(new Uint8Array(bytes), { headers }).formData();
  } catch (cause) {
    throw new HttpError(400, "The body is not valid multipart/form-data", { cause });
  }
}

function bodyText(event: APIGatewayProxyEventV2, charset: "utf8" | "latin1"): string {
  if (!event.isBase64Encoded) return event.body ?? "";
  return Buffer.from(event.body ?? "", "base64").toString(charset);
}

function isLatin1(contentType = ""): boolean {
  return /;\s*charset="?(iso-8859-1|latin1|us-ascii)"?/i.test(contentType);
}
