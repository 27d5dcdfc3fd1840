import assert from "node:assert/strict";
import { join } from "node:path";
import { type Backend, type BackendOptions, DeadJobsError, startBackend } from "queuerun/testing";
import { PROJECT } from "./support/source-file.ts";
import { createTemporaryFolder, type TemporaryFolder } from "./support/temporary-folder.ts";

const MUG = { sku: "mug", quantity: 1 };
const GLASS_SWAN = { sku: "glass-swan", quantity: 1 };

describe("the orders example", function () {
  this.timeout("2m");
  let folder: TemporaryFolder;
  let backend: Backend;
  let lines: string[] = [];

  async function start(options: BackendOptions = {}): Promise<void> {
    folder = await createTemporaryFolder();
    lines = [];
    backend = await startBackend(join(PROJECT, "examples/orders/backend"), {
      environment: { ORDERS_FILE: join(folder.path, "orders.jsonl") },
      output: (line) => lines.push(line),
      ...options,
    });
  }

  afterEach(async () => {
    await backend.close();
    await folder.remove();
  });

  async function placeOrder(customer: string, item: object) {
    const answer = await backend.fetch("/orders", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ customer, items: [item] }),
    });
    assert.equal(answer.status, 202);
    const { id } = (await answer.json()) as { id: string };
    return { id, jobId: answer.headers.get("x-job-id"), location: answer.headers.get("location") };
  }

  async function getJson(path: string): Promise<Record<string, unknown>> {
    return (await (await backend.fetch(path)).json()) as Record<string, unknown>;
  }

  it("accepts an order, and shows what its jobs have done", async () => {
    await start();
    const { id, jobId, location } = await placeOrder("ann", { sku: "teapot", quantity: 2 });
    assert.match(jobId ?? "", /^[0-9a-f-]{36}$/);
    assert.equal(location, `/orders/${id}`);
    await backend.drain();
    const { placedAt, ...order } = await getJson(`/orders/${id}`);
    assert.ok(Date.parse(String(placedAt)) <= Date.now());
    assert.deepEqual(order, {
      id,
      customer: "ann",
      items: [{ sku: "teapot", quantity: 2 }],
      total: 7800,
      packed: true,
      invoice: 1,
    });
  });

  it("gives up on a poison job after 5 receives within a minute, and its neighbours succeed", async () => {
    await start();
    const started = Date.now();
    const [first, poison, last] = await Promise.all([
      placeOrder("ann", MUG),
      placeOrder("bob", GLASS_SWAN),
      placeOrder("eve", MUG),
    ]);
    const error = `Error: The glass swan of order "${poison.id}" broke (try 5)`;
    const job = { queue: "packing", payload: { orderId: poison.id }, params: {}, error };
    const dead = [{ jobId: poison.jobId, ...job }];
    await assert.rejects(backend.drain(), (thrown: unknown) => {
      assert.ok(thrown instanceof DeadJobsError);
      assert.deepEqual(thrown.jobs, dead);
      return true;
    });
    assert.ok(Date.now() - started < 60_000);
    const counts = { visible: 0, delayed: 0, inFlight: 0 };
    assert.deepEqual(await backend.jobs("packing"), { ...counts, dead });
    const tries = lines.flatMap((line) => /failed \(receive (\d) of 5/.exec(line)?.[1] ?? []);
    assert.deepEqual(tries, ["1", "2", "3", "4", "5"]);
    for (const { id } of [first, last]) assert.equal((await getJson(`/orders/${id}`)).packed, true);
    assert.equal((await getJson(`/orders/${poison.id}`)).packed, false);
  });

  it("keeps the order of a customer's FIFO jobs under 8 parallel senders", async () => {
    await start();
    const senders = Array.from({ length: 8 }, async () => {
      const ids: string[] = [];
      for (let order = 0; order < 10; order++) ids.push((await placeOrder("ann", MUG)).id);
      return ids;
    });
    const sent = await Promise.all(senders);
    await backend.drain();
    const { invoices } = (await getJson("/customers/ann/invoices")) as {
      invoices: { orderId: string; number: number }[];
    };
    assert.deepEqual(
      invoices.map(({ number }) => number),
      Array.from({ length: 80 }, (_, index) => index + 1),
    );
    for (const ids of sent)
      assert.deepEqual(
        invoices.map(({ orderId }) => orderId).filter((id) => ids.includes(id)),
        ids,
      );
  });

  it("holds everything while reserved concurrency is 0, and then does all of it", async () => {
    await start();
    const orders = await Promise.all(["ann", "bob", "eve"].map((name) => placeOrder(name, MUG)));
    await backend.drain();
    lines = [];

    await backend.setConcurrency({ reserved: 0 });
    for (const { id } of orders) {
      await backend.push("packing", { orderId: id });
      await backend.push("billing.fifo", { orderId: id }, { group: "ann" });
    }
    assert.equal((await backend.fetch("/orders/1")).status, 429);
    const held = { visible: 3, delayed: 0, inFlight: 0, dead: [] };
    assert.deepEqual(await backend.jobs("packing"), held);
    assert.deepEqual(await backend.jobs("billing.fifo"), held);
    assert.deepEqual(lines, [
      "GET /orders/1 answered 429: the backend is paused, reserved concurrency is 0",
    ]);

    await backend.setConcurrency({ reserved: "off" });
    await backend.drain();
    const packed = lines.filter((line) => line.includes("Packed"));
    // The first try: holding a job is not counted as a receive
    const expected = orders.map(({ id }) => `Packed order "${id}" (try 1)`);
    assert.deepEqual(packed.sort(), expected.sort());
  });
});
