/**
 * Answers for the services that the local cloud does not have. AWS itself would not know the local keys,
 * so that requests with them go nowhere is what keeps a mistake on this machine.
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Access } from "../gate/access.ts";
import type { Gate } from "../gate/gate.ts";
import { type Answer, escapeText } from "./xml-answer.ts";

export interface ServiceRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

/** @param service As signatures name it: `s3`, `secretsmanager`. */
export function answerOtherService(service: string, request: ServiceRequest, gate: Gate): Answer {
  const s3 = service === "s3" ? findS3Access(request) : undefined;
  const caller = gate.authorize(request.headers, s3 === undefined ? [] : [s3]);
  if ("code" in caller) return createAnswer(service, 403, caller.code, caller.message);
  const [, target] = String(request.headers["x-amz-target"] ?? "").split(".");
  const operation = target ?? request.form.get("Action");
  const what =
    s3 !== undefined
      ? `${s3.action} on ${s3.resource}, which the backend policy allows,`
      : operation === null || operation === undefined
        ? `${request.method} ${request.path}`
        : `${service}:${operation}`;
  const message = `The local cloud has no ${service}: ${what} was not sent to AWS`;
  return createAnswer(service, 400, "NotInLocalCloud", message);
}

/** With an endpoint that is an IP address the bucket is in the path. */
function findS3Access({ method, path }: ServiceRequest): Access | undefined {
  const [, bucket = "", ...rest] = path.split("/");
  const key = rest.join("/");
  if (bucket === "")
    return method === "GET" ? { action: "s3:ListAllMyBuckets", resource: "*" } : undefined;
  const resource = `arn:aws:s3:::${bucket}`;
  if (key === "")
    return /^(?:GET|HEAD)$/.test(method) ? { action: "s3:ListBucket", resource } : undefined;
  const action = S3_ACTIONS[method];
  return action === undefined ? undefined : { action, resource: `${resource}/${key}` };
}

/** On an object. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  GET: "s3:GetObject",
  HEAD: "s3:GetObject",
  PUT: "s3:PutObject",
  DELETE: "s3:DeleteObject",
};

/** In JSON with the header that most protocols have, and S3's in XML. */
function createAnswer(service: string, status: number, code: string, message: string): Answer {
  if (service === "s3") {
    const body = `<Error><Code>${code}</Code><Message>${escapeText(message)}</Message></Error>`;
    return { status, headers: { "content-type": "application/xml" }, body };
  }
  const headers = { "content-type": "application/json", "x-amzn-errortype": code };
  return { status, headers, body: JSON.stringify({ __type: code, message }) };
}
