import assert from "node:assert/strict";
import { queues, UnawaitedPushError } from "queuerun/sdk";
import { settlePushes } from "../../sdk/settle-pushes.ts";
import { createInvocation } from "../support/invocation.ts";

const NAMES = ["email"];
const refuseAll = { send: () => Promise.reject(new Error("No network")) };

/** The last of a turn: Node reports unhandled rejections after all microtasks. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe("settlePushes", () => {
  it("waits for pushes that nobody awaited, also those made meanwhile", async () => {
    const { run, invocation, sent } = createInvocation(NAMES);
    await run(async () => {
      queues.get("email").push(1);
      void nextTurn();
      queueMicrotask(() => queues.get("email").push(2));
      await settlePushes(invocation);
    });
    assert.deepEqual(
      sent.map(({ body }) => body),
      ["1", "2"],
    );
    assert.equal(invocation.pushes?.size, 0);
  });

  it("throws for failed pushes that nobody awaited, with the file and line of each", async () => {
    const { run, invocation } = createInvocation(NAMES, refuseAll);
    await run(async () => {
      queues.get("email").push(1);
      queues.get("email").push(() => {});
      await assert.rejects(settlePushes(invocation), (error) => {
        assert.ok(error instanceof UnawaitedPushError);
        assert.equal(error.errors.length, 2);
        const places = error.message.matchAll(/(\w+\.test\.ts):(\d+):\d+: /g);
        const [first, second] = Array.from(places, ([, file, line]) => [file, Number(line)]);
        assert.equal(first?.[0], "push.test.ts");
        assert.deepEqual(second, ["push.test.ts", Number(first?.[1]) + 1]);
        assert.match(
          error.message,
          /^2 failed pushes were not awaited: .+: No network; .+a function/,
        );
        return true;
      });
    });
  });

  it("takes a transport that rejects with no error", async () => {
    const { run, invocation } = createInvocation(NAMES, { send: () => Promise.reject() });
    await run(async () => void queues.get("email").push(1));
    await assert.rejects(settlePushes(invocation), { name: "UnawaitedPushError" });
  });

  it("leaves failed pushes to those who awaited them", async () => {
    const { run, invocation } = createInvocation(NAMES, refuseAll);
    const push = () => queues.get("email").push(1);
    const failures: string[] = [];
    const note = (error: Error) => void failures.push(error.message);
    await run(async () => {
      await push().catch(note);
      await Promise.all([push()]).catch(note);
      await (async () => push())().catch(note);
      await push().then(null, note);
      await push()
        .finally(() => {})
        .catch(note);
      try {
        await push();
      } catch (error) {
        note(error as Error);
      }
    });
    await settlePushes(invocation);
    assert.deepEqual(failures, Array(6).fill("No network"));
  });

  it("never lets a failed push end the process as an unhandled rejection", async () => {
    const { run, invocation } = createInvocation(NAMES, refuseAll);
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    const pushing = run(() => queues.get("email").push(1));
    await nextTurn();
    await nextTurn();
    process.off("unhandledRejection", note);
    assert.deepEqual(unhandled, []);
    await assert.rejects(pushing, { message: "No network" });
    await settlePushes(invocation);
  });

  it("keeps the pushes of two invocations apart", async () => {
    const good = createInvocation(NAMES);
    const bad = createInvocation(NAMES, refuseAll);
    const push = async () => {
      await nextTurn();
      queues.get("email").push(1);
    };
    await Promise.all([good.run(push), bad.run(push)]);
    await settlePushes(good.invocation);
    await assert.rejects(settlePushes(bad.invocation), { name: "UnawaitedPushError" });
    assert.equal(good.sent.length, 1);
  });
});

describe("A failed push", () => {
  it("has the stack of the push, not of what sent it later", async () => {
    const { run } = createInvocation(NAMES);
    const error = await run(async function handleOrder() {
      return await queues
        .get("email")
        .push(1n)
        .catch((error) => error);
    });
    assert.match(
      error.stack,
      /^PushError: Cannot push .+\n {4}at handleOrder .+push\.test\.ts:\d+/,
    );
  });
});
