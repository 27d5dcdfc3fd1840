import { ApiError, type Problem } from "./api-error.ts";
import { createPath, type Query } from "./path.ts";
import type { Client, ClientOptions, UntypedOptions } from "./route-types.ts";

const METHODS = ["get", "post", "put", "patch", "del", "head"];

/**
 * Calls the routes of a backend: `api.get("/users/[id]", { params: { id } })`. Each method rejects with
 * ApiError for a status of 300 and above, and with what `fetch` rejects with.
 * @param baseUrl Where the backend is: `https://api.example.com`. In a browser `""` is the page's own.
 */
export function createClient(baseUrl: string, options: ClientOptions = {}): Client {
  const calls = METHODS.map((name) => {
    const method = name === "del" ? "DELETE" : name.toUpperCase();
    return [name, (path: string, more: UntypedOptions) => call(method, path, more)];
  });
  return Object.fromEntries(calls);

  async function call(method: string, path: string, more: UntypedOptions = {}): Promise<unknown> {
    const { headers, fetch: send = fetch, ...shared } = options;
    const { params, query, body, headers: own, ...init } = more;
    const sent = new Headers(typeof headers === "function" ? await headers() : headers);
    new Headers(own).forEach((value, name) => {
      sent.set(name, value);
    });
    const target = createPath(path, params, query as Query);
    const response = await send(baseUrl.replace(/\/$/, "") + target, {
      ...shared,
      ...init,
      method,
      headers: sent,
      ...encodeBody(body, sent),
    });
    const content = await readBody(response);
    if (response.ok) return content;
    // API Gateway's own answers have a message, a proxy's may be a page
    const answered = (typeof content === "object" ? content : {}) as Partial<Problem>;
    const { status, statusText } = response;
    const title = `${answered.message ?? statusText}`;
    throw new ApiError(`${method} ${path}`, response, { title, status, ...answered });
  }
}

/** What `fetch` encodes by itself stays as it is; the rest is JSON. */
function encodeBody(body: unknown, headers: Headers): RequestInit {
  if (body === undefined) return {};
  const isEncoded =
    typeof body === "string" ||
    ArrayBuffer.isView(body) ||
    [Blob, FormData, URLSearchParams].some((type) => body instanceof type);
  if (isEncoded) return { body: body as BodyInit };
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return { body: JSON.stringify(body) };
}

/** JSON is parsed, text is a string, no content undefined, anything else a Blob. */
async function readBody(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  if (/[/+]json/.test(type)) return JSON.parse((await response.text()) || "null") ?? undefined;
  if (/^text\/|xml/.test(type)) return await response.text();
  const blob = await response.blob();
  return blob.size > 0 ? blob : undefined;
}
