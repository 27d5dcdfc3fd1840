/** Replies with a status or a content type of their own. */
import { type Reply, type ReplyOptions, reply } from "./reply.ts";

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Sends the client to another URL. Characters a header cannot hold are percent-encoded.
 * @param options.status 301, 302, 303, 307 or 308. Default 302.
 */
export function redirect(location: string | URL, options: ReplyOptions = {}): Reply<undefined> {
  const { status = 302, headers } = options;
  if (!REDIRECTS.includes(status))
    throw new RangeError(
      `Cannot create redirect: status is ${status}, must be ${REDIRECTS.join(", ")}`,
    );
  return reply(undefined, {
    ...options,
    status,
    headers: { ...headers, location: encodeUrl(String(location)) },
  });
}

/** Text, or what becomes text when it is sent: JSX elements of Hono are either, to the compiler. */
export type Markup = string | Promise<string>;

/** Answers with `text/html; charset=utf-8`. */
export function html<Text extends Markup>(text: Text, options: ReplyOptions = {}): Reply<Text> {
  return typed(text, "text/html; charset=utf-8", options);
}

/** Answers with `application/xml; charset=utf-8`. */
export function xml<Text extends Markup>(text: Text, options: ReplyOptions = {}): Reply<Text> {
  return typed(text, "application/xml; charset=utf-8", options);
}

function typed<Text>(text: Text, contentType: string, options: ReplyOptions): Reply<Text> {
  return reply(text, { ...options, headers: { "content-type": contentType, ...options.headers } });
}

/** Encodes what is not printable ASCII; what is percent-encoded already stays as it is. */
function encodeUrl(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text.toWellFormed()));
}
