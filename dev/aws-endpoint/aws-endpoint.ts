/** Where the AWS clients of the backend's own code find AWS: `AWS_ENDPOINT_URL`, with a role only. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Gate } from "../gate/gate.ts";
import { type LocalServer, openLocalServer } from "../local-server.ts";
import { createServer } from "../node-http.ts";
import { readBody } from "../read-body.ts";
import { answerOtherService } from "./other-service.ts";
import { answerSts } from "./sts.ts";
import { type Answer, createError } from "./xml-answer.ts";

/** More than any parameters of STS; what is for other services goes nowhere. */
const MAX_BODY_BYTES = 1 << 20;

/** `KEY/20260101/us-east-1/sts/aws4_request` says which service a request is for. */
const SERVICE = /Credential=[^/,\s]+\/\d{8}\/[^/,\s]*\/([a-z0-9-]+)\/aws4_request/;

export function startAwsEndpoint(gate: Gate): Promise<LocalServer> {
  return openLocalServer(
    createServer((request, response) => void respond(request, response, gate)),
  );
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
): Promise<void> {
  // It is not for web pages in the developer's browser
  if (request.headers.origin !== undefined) return void response.writeHead(403).end();
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === undefined) return;
  const answer = answerRequest(request, body === "too-large" ? "" : body.toString(), gate);
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function answerRequest(
  { method = "", url = "", headers }: IncomingMessage,
  body: string,
  gate: Gate,
): Answer {
  const { pathname, search } = new URL(url, "http://127.0.0.1");
  const form = new URLSearchParams(body === "" ? search : body);
  const [, service] = SERVICE.exec(headers.authorization ?? "") ?? [];
  if (service === "sts") return answerSts(form, headers, gate);
  if (service === undefined)
    return createError(
      403,
      "MissingAuthenticationToken",
      "Request is missing Authentication Token",
    );
  return answerOtherService(service, { method, path: decode(pathname), headers, form }, gate);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
