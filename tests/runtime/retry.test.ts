import assert from "node:assert/strict";
import { createServer } from "node:http";
import { openLocalServer } from "../../dev/local-server.ts";
import { backOff } from "../../runtime/retry.ts";
import { openAwsAt } from "../support/aws-clients.ts";

describe("a request of AWS's clients", () => {
  /** Posts to so many connections at once, of which each is answered with these statuses, then with 200. */
  async function post(count: number, statuses: readonly number[]) {
    const attempts = new Map<string, number>();
    const server = createServer((request, response) => {
      const { url = "" } = request;
      const attempt = attempts.get(url) ?? 0;
      attempts.set(url, attempt + 1);
      request.resume().on("end", () => response.writeHead(statuses[attempt] ?? 200).end("{}"));
    });
    const { url, close } = await openLocalServer(server);
    const { api, PostToConnectionCommand } = await openAwsAt(url);
    try {
      const sends = Array.from({ length: count }, (_, index) =>
        api.send(new PostToConnectionCommand({ ConnectionId: `c${index}`, Data: Buffer.of(1) })),
      );
      const results = await Promise.allSettled(sends);
      const failed = results.filter(({ status }) => status === "rejected").length;
      return { failed, attempts: [...new Set(attempts.values())] };
    } finally {
      await close();
    }
  }

  it("is tried again, however many others have failed", async () => {
    assert.deepEqual(await post(500, [503]), { failed: 0, attempts: [2] });
    assert.deepEqual(await post(200, [429]), { failed: 0, attempts: [2] });
  });

  it("is given up after three attempts, and at once when it is refused", async () => {
    assert.deepEqual(await post(1, [503, 500, 502]), { failed: 1, attempts: [3] });
    assert.deepEqual(await post(1, [403]), { failed: 1, attempts: [1] });
  });
});

describe("backOff", () => {
  it("doubles, is longer when throttled, and is not the same for all", () => {
    const waits = [0, 1, 2].flatMap((retries) =>
      [false, true].map((isThrottled) => backOff(retries, isThrottled, () => 0.5)),
    );
    assert.deepEqual(waits, [50, 250, 100, 500, 200, 1_000]);
  });
});
