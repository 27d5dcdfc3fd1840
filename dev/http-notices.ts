/** What the HTTP gateway tells the developer, who else would look for it in the backend's own code. */
import type { IncomingMessage } from "node:http";
import type { HttpResponse } from "./http-result.ts";

export interface Answer {
  readonly response: HttpResponse;
  /** Why it is the gateway's own. Absent: it is the function's. */
  readonly reason?: string;
}

export interface Notices {
  take(request: Pick<IncomingMessage, "method" | "url">, answer: Answer): void;
}

export function createNotices(output: (line: string) => void): Notices {
  /** Paths whose handlers have returned nothing: each is told once. */
  const empty = new Set<string>();
  return {
    take({ method, url = "/" }, { response, reason }) {
      const path = url.split("?", 1)[0] ?? url;
      const line = `${method} ${path} answered ${response.status}`;
      if (reason !== undefined) output(`${line}: ${reason}`);
      else if (method === "GET" && response.status === 204 && !empty.has(path)) {
        empty.add(path);
        output(`${line}: the handler returned nothing`);
      }
    },
  };
}
