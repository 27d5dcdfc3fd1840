import assert from "node:assert/strict";
import { loadAll, warmUp } from "../../runtime/warm-up.ts";
import { currentInvocation } from "../../sdk/context.ts";
import { createHttpEntry } from "../support/entry.ts";

const transport = { send: async () => "job-1" };

describe("warmUp()", () => {
  it("loads index once and awaits warmup(), in an invocation of its own", async () => {
    const steps: unknown[] = [];
    const index = {
      warmup: async () => {
        await new Promise(setImmediate);
        steps.push(currentInvocation()?.requestId);
      },
    };
    const load = async () => {
      steps.push("loaded");
      return index;
    };
    assert.equal(await warmUp(load, transport), index);
    assert.deepEqual(steps, ["loaded", "init"]);
  });

  it("has nothing to do without index or without warmup()", async () => {
    assert.deepEqual(await warmUp(null, transport), {});
    assert.deepEqual(await warmUp(async () => ({ a: 1 }), transport), { a: 1 });
  });

  it("rejects with the step that failed and its cause", async () => {
    const cause = new Error("connect ECONNREFUSED");
    const rejected = () => Promise.reject(cause);
    await assert.rejects(warmUp(rejected, transport), {
      message: "Cannot load index: connect ECONNREFUSED",
      cause,
    });
    await assert.rejects(
      warmUp(async () => ({ warmup: rejected }), transport),
      { message: "warmup() failed: connect ECONNREFUSED", cause },
    );
    await assert.rejects(
      warmUp(async () => ({ warmup: 1 }), transport),
      { message: 'Cannot warm up: "warmup" of index is number, must be a function' },
    );
  });
});

describe("loadAll()", () => {
  it("loads every module, and goes on when one fails", async () => {
    const loaded: string[] = [];
    const entry = createHttpEntry({ "a.ts": {}, "b.ts": {} });
    const routes = entry.routes.map((route) => ({
      ...route,
      load: async () => {
        loaded.push(route.file);
        return {};
      },
    }));
    await loadAll({ ...entry, routes, sqs: async () => loaded.push("sqs") });
    assert.deepEqual(loaded, ["api/a.ts", "api/b.ts", "sqs"]);
  });
});
