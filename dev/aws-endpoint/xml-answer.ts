import { randomUUID } from "node:crypto";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** What an action of the query protocol results in: elements that hold elements, or text. */
export interface Elements {
  readonly [name: string]: string | Elements;
}

export function createResult(action: string, result: Elements): Answer {
  const metadata = { ResponseMetadata: { RequestId: randomUUID() } };
  const content = { [`${action}Result`]: result, ...metadata };
  return createAnswer(200, `${action}Response`, content);
}

export function createError(status: 400 | 403, code: string, message: string): Answer {
  const error = { Type: "Sender", Code: code, Message: message };
  return createAnswer(status, "ErrorResponse", { Error: error, RequestId: randomUUID() });
}

function createAnswer(status: number, root: string, content: Elements): Answer {
  const body = `<${root} xmlns="${STS_NAMESPACE}">${write(content)}</${root}>`;
  return { status, headers: { "content-type": "text/xml" }, body };
}

function write(content: string | Elements): string {
  if (typeof content === "string") return escapeText(content);
  return Object.entries(content)
    .map(([name, value]) => `<${name}>${write(value)}</${name}>`)
    .join("");
}

export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
