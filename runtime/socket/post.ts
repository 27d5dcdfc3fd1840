import { DeliveryError } from "../../sdk/socket-error.ts";
import type { Aws } from "./aws.ts";

/** Posts to connections through the WebSocket API. */
export interface Post {
  /** @returns False if the connection is not there: it has ended, or has not opened yet. */
  send(connectionId: string, text: string): Promise<boolean>;
  /** Ends a connection; one that has ended already is no error. */
  close(connectionId: string): Promise<void>;
}

export function createPost({ api, PostToConnectionCommand, DeleteConnectionCommand }: Aws): Post {
  return {
    async send(ConnectionId, text) {
      const Data = Buffer.from(text);
      return await isThere(() => api.send(new PostToConnectionCommand({ ConnectionId, Data })));
    },
    async close(ConnectionId) {
      await isThere(() => api.send(new DeleteConnectionCommand({ ConnectionId })));
    },
  };
}

async function isThere(request: () => Promise<unknown>): Promise<boolean> {
  try {
    await request();
    return true;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (name === "GoneException" || statusOf(error) === 410) return false;
    throw new DeliveryError(name, `Cannot send to a connection: ${message}`, error);
  }
}

function statusOf(error: unknown): unknown {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: unknown } };
  return $metadata?.httpStatusCode;
}
