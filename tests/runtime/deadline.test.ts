import assert from "node:assert/strict";
import { once } from "node:events";
import { type Deadline, runWithDeadline } from "../../runtime/deadline.ts";
import { DeadlineError } from "../../runtime/deadline-error.ts";

describe("runWithDeadline()", () => {
  it("resolves or rejects with what it runs", async () => {
    assert.equal(await runWithDeadline(1000, async () => 1), 1);
    const error = new Error("fails");
    await assert.rejects(
      runWithDeadline(1000, () => Promise.reject(error)),
      error,
    );
  });

  it("rejects with what can be printed, whatever was thrown", async () => {
    const deny = () => {
      throw new Error("Do not look");
    };
    const unprintable = [
      new Proxy(new Error("No"), { getPrototypeOf: deny }),
      Object.defineProperty(new Error("No"), "message", { get: deny }),
      { [Symbol.for("nodejs.util.inspect.custom")]: deny },
      Object.create(null, { toString: { value: deny } }),
    ];
    for (const thrown of unprintable)
      await assert.rejects(
        runWithDeadline(1000, () => Promise.reject(thrown)),
        { message: "What was thrown cannot be printed: it throws when it is looked at" },
      );
  });

  it("rejects when time is up, and aborts the signal with the same error", async () => {
    let seen: unknown;
    const running = runWithDeadline(20, async ({ signal }) => {
      await once(signal, "abort");
      seen = signal.reason;
    });
    await assert.rejects(running, { name: "DeadlineError", message: "Timed out after 0.02 s" });
    assert.ok(seen instanceof DeadlineError);
  });

  it("aborts the signal when the handler is done, also one first touched later", async () => {
    let early: AbortSignal | undefined;
    let late: Deadline | undefined;
    await runWithDeadline(1000, async (deadline) => {
      early = deadline.signal;
    });
    await runWithDeadline(1000, async (deadline) => {
      late = deadline;
    });
    for (const signal of [early, late?.signal])
      assert.deepEqual(
        [signal?.aborted, String(signal?.reason)],
        [true, "Error: The handler is done"],
      );
  });

  it("ignores what the handler does after its time: no rejection goes unhandled", async () => {
    const late = Promise.withResolvers<void>();
    await assert.rejects(
      runWithDeadline(1, () => late.promise),
      DeadlineError,
    );
    late.reject(new Error("too late"));
    await new Promise(setImmediate);
  });
});
