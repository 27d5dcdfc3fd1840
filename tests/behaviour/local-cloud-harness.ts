import { setImmediate } from "node:timers/promises";
import { queueArn, queueName } from "../../dev/aws-names.ts";
import type { Use } from "../../dev/gate/usage.ts";
import { startLocalCloud } from "../../dev/start-local-cloud.ts";
import type { TierPolicies } from "../../permissions/tier.ts";
import { installOfficialClient } from "../support/install-in-cache.ts";
import { openSocket, type TestSocket } from "../support/socket-client.ts";
import { BEHAVIOUR_BACKEND, sendRequest } from "./harness.ts";
import type { SocketClient, SocketHarness } from "./socket-harness.ts";

export interface LocalCloudHarness extends SocketHarness {
  /** What the tiers may do. */
  readonly policies: TierPolicies;
  /** What they have done since the start, and what they were denied. */
  uses(): readonly Use[];
}

/** The local cloud with its own runtime interface client. */
export function startOwnClient(): Promise<LocalCloudHarness> {
  return startInLocalCloud({});
}

/** The local cloud with the runtime interface client that AWS publishes. */
export async function startOfficialClient(): Promise<LocalCloudHarness> {
  return startInLocalCloud({ runtimeInterfaceClient: [await installOfficialClient()] });
}

async function startInLocalCloud(options: {
  readonly runtimeInterfaceClient?: readonly string[];
}): Promise<LocalCloudHarness> {
  let output = "";
  const cloud = await startLocalCloud({
    source: BEHAVIOUR_BACKEND,
    output(line) {
      output += `${line}\n`;
    },
    ...options,
  });
  /** What the backend has printed arrives apart from its answer. */
  const printed = async () => {
    await cloud.drained();
    await setImmediate();
  };
  return {
    async fetch(path, init) {
      const answer = await sendRequest(cloud.url, path, init);
      await printed();
      return answer;
    },
    async invoke(event) {
      const result = await cloud.invoke(event);
      await printed();
      if (result.status === "success") return JSON.parse(result.payload);
      throw new Error(result.status === "error" ? result.error.errorMessage : result.status);
    },
    async connect(query, headers = {}) {
      const url = `${cloud.url}/?${new URLSearchParams(query)}`;
      try {
        return createClient(await openSocket(url, { headers }), printed);
      } catch (error) {
        const [status] = /\d+$/.exec((error as Error).message) ?? [];
        return Number(status);
      }
    },
    queueArn: (name) => queueArn(queueName(name)),
    output: () => output,
    policies: cloud.policies,
    uses: () => cloud.usage.uses,
    close: () => cloud.close(),
  };
}

function createClient(
  { webSocket, next, closed }: TestSocket,
  settled: () => Promise<void>,
): SocketClient {
  return {
    send: (text) => webSocket.send(text),
    next,
    async close() {
      webSocket.close();
      await closed;
      await settled();
    },
    ended: closed,
  };
}
