import { Agent, type IncomingMessage, request } from "node:http";

/** One connection for all requests, as of a browser. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

export interface TextResponse {
  readonly status: number;
  readonly text: string;
}

/** Not the global fetch: its first use takes longer than what is measured here. */
export function fetchText(
  url: string,
  options: { readonly method?: string } = {},
): Promise<TextResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, ...options }, (response: IncomingMessage) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
