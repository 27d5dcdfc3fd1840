import assert from "node:assert/strict";
import { loadAll } from "../../runtime/load-all.ts";
import { runInit, warmUp } from "../../runtime/warm-up.ts";
import { currentInvocation, type OutgoingMessage } from "../../sdk/context.ts";
import { queues } from "../../sdk/queues.ts";
import { url } from "../../sdk/url.ts";
import { createHttpEntry } from "../support/entry.ts";
import { QUEUE_URL_PREFIX } from "../support/sqs-event.ts";
import { createQueueRuntime } from "../support/sqs-runtime.ts";

const SITE = { url: "https://shop.example" };

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
    const transport = { send: async () => "job-1" };
    assert.equal(await runInit({ transport, site: SITE }, () => warmUp(load)), index);
    assert.deepEqual(steps, ["loaded", "init"]);
  });

  it("has nothing to do without index or without warmup()", async () => {
    assert.deepEqual(await warmUp(null), {});
    assert.deepEqual(await warmUp(async () => ({ a: 1 })), { a: 1 });
  });

  it("rejects with the step that failed and its cause", async () => {
    const cause = new Error("connect ECONNREFUSED");
    const rejected = () => Promise.reject(cause);
    await assert.rejects(warmUp(rejected), {
      message: "Cannot load index: connect ECONNREFUSED",
      cause,
    });
    await assert.rejects(
      warmUp(async () => ({ warmup: rejected })),
      { message: "warmup() failed: connect ECONNREFUSED", cause },
    );
    await assert.rejects(
      warmUp(async () => ({ warmup: 1 })),
      { message: 'Cannot warm up: "warmup" of index is number, must be a function' },
    );
  });
});

describe("runInit()", () => {
  it("makes URLs and pushes jobs, for which it waits", async () => {
    const sent: unknown[] = [];
    const transport = {
      send: async ({ body }: OutgoingMessage) => {
        await new Promise(setImmediate);
        return `job-${sent.push(body)}`;
      },
    };
    await runInit({ transport, site: SITE }, async () => {
      void queues.get("email").push(url("/orders/[id]", { id: 7 }));
    });
    assert.deepEqual(sent, ['"https://shop.example/orders/7"']);
  });
});

describe("loadAll()", () => {
  it("loads every module, and goes on when one fails", async () => {
    const loaded: string[] = [];
    const load = (name: string) => async () => {
      loaded.push(name);
      return {};
    };
    const entry = { ...createHttpEntry({}), load: [load("api/a.ts"), load("api/b.ts")] };
    const socket = {
      file: "socket/index.ts",
      timeoutSeconds: 10,
      load: load("socket"),
      middleware: [load("socket middleware")],
      handlers: load("handlers"),
      clients: load("clients"),
    };
    const connect = async (url: string) => void loaded.push(`connection to ${url}`);
    const { runtime } = createQueueRuntime({ email: { module: {} } }, { sqs: { connect } });
    const { queues } = runtime.entry;
    await loadAll({ ...entry, socket, queues, sqs: load("sqs") }, runtime.environment, runtime);
    assert.deepEqual(loaded, [
      ...["api/a.ts", "api/b.ts", "socket", "socket middleware", "handlers"],
      ...["clients", `connection to ${QUEUE_URL_PREFIX}email`],
    ]);
  });
});
