import assert from "node:assert/strict";
import fc from "fast-check";
import { type BatchResult, createBatcher } from "../../../runtime/queue/batcher.ts";

const done = <T>(value: T): BatchResult<T> => ({ ok: true, value });
const failed = (message: string, retryable: boolean): BatchResult<never> => ({
  ok: false,
  error: new Error(message),
  retryable,
});

describe("createBatcher", () => {
  it("calls once for the items of one turn, and settles each on its own", async () => {
    const calls: number[][] = [];
    const add = createBatcher<number, string>({
      call: async (items) => {
        calls.push([...items]);
        return items.map((item) => (item === 2 ? failed("No", false) : done(`done ${item}`)));
      },
    });
    const results = await Promise.allSettled([add(1), add(2), add(3)]);
    assert.deepEqual(calls, [[1, 2, 3]]);
    assert.deepEqual(results, [
      { status: "fulfilled", value: "done 1" },
      { status: "rejected", reason: new Error("No") },
      { status: "fulfilled", value: "done 3" },
    ]);
    await add(4);
    assert.deepEqual(calls, [[1, 2, 3], [4]]);
  });

  it("never has more than 10 items or the maximum size in one call, and loses none", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(60), { maxLength: 50 }), async (sizes) => {
        const calls: number[][] = [];
        const add = createBatcher<number, number>({
          call: async (items) => {
            calls.push([...items]);
            return items.map(done);
          },
          sizeOf: (size) => size,
          maxSize: 60,
        });
        assert.deepEqual(await Promise.all(sizes.map(add)), sizes);
        assert.deepEqual(calls.flat(), sizes);
        for (const items of calls) {
          assert.ok(items.length <= 10);
          assert.ok(items.reduce((sum, size) => sum + size, 0) <= 60);
        }
      }),
    );
  });

  it("tries again only what failed for a passing reason, a little later each time, at most four times", async () => {
    const calls: string[][] = [];
    const pauses: number[] = [];
    const add = createBatcher<string, string>({
      call: async (items) => {
        calls.push([...items]);
        return items.map((item) =>
          item === "never" || (item === "later" && calls.length < 3)
            ? failed(`${item} ${calls.length}`, true)
            : done(item),
        );
      },
      sleep: async (milliseconds) => void pauses.push(milliseconds),
      random: () => 0.5,
    });
    const results = await Promise.allSettled([add("now"), add("later"), add("never")]);
    assert.deepEqual(calls, [
      ["now", "later", "never"],
      ["later", "never"],
      ["later", "never"],
      ["never"],
    ]);
    assert.deepEqual(pauses, [75, 150, 300]);
    assert.deepEqual(results, [
      { status: "fulfilled", value: "now" },
      { status: "fulfilled", value: "later" },
      { status: "rejected", reason: new Error("never 4") },
    ]);
  });

  it("does not keep an item waiting for another that is tried again", async () => {
    const pause = Promise.withResolvers<void>();
    let attempts = 0;
    const add = createBatcher<number, number>({
      call: async (items) => {
        attempts++;
        return items.map((item) =>
          item === 2 && attempts === 1 ? failed("No", true) : done(item),
        );
      },
      sleep: () => pause.promise,
    });
    const slow = add(2);
    assert.equal(await add(1), 1);
    pause.resolve();
    assert.equal(await slow, 2);
  });

  it("makes one call at a time, in order, if asked to", async () => {
    const trace: string[] = [];
    const add = createBatcher<number, number>({
      call: async (items) => {
        trace.push(`begin ${items[0]}`);
        await new Promise((resolve) => setTimeout(resolve, items[0] === 0 ? 20 : 0));
        trace.push(`end ${items[0]}`);
        return items.map(done);
      },
      sequential: true,
    });
    await Promise.all(Array.from({ length: 25 }, (_, index) => add(index)));
    assert.deepEqual(trace, ["begin 0", "end 0", "begin 10", "end 10", "begin 20", "end 20"]);
  });

  it("rejects all items of a call that failed as a whole, and goes on with the next", async () => {
    let calls = 0;
    const add = createBatcher<number, number>({
      call: async (items) => {
        if (++calls === 1) throw new Error("No network");
        return items.map(done);
      },
      sequential: true,
    });
    const results = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => add(index)));
    assert.deepEqual(
      results.map(({ status }) => status),
      [...Array(10).fill("rejected"), "fulfilled", "fulfilled"],
    );
  });

  it("rejects an item that the call has no result for", async () => {
    const add = createBatcher<number, number>({ call: async () => [] });
    await assert.rejects(add(1), { message: "The batch has no result for this item" });
  });
});
