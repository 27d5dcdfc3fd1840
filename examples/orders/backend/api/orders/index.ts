// POST /orders
import { queues, reply, validate } from "queuerun/sdk";
import { store } from "../../index.ts";
import { totalOf } from "../../lib/catalog.ts";
import { NewOrder } from "../../lib/new-order.ts";

// A body that does not fit the schema is answered 422, with what is wrong; the code below never sees it.
export const post = validate({ body: NewOrder }, async ({ body }) => {
  const order = {
    id: crypto.randomUUID(),
    ...body,
    total: totalOf(body.items),
    placedAt: new Date().toISOString(),
  };
  await store.add({ kind: "placed", order });

  // Both jobs run after the response: packing in any order, billing one by one for each customer.
  const [jobId] = await Promise.all([
    queues.packing.push({ orderId: order.id }),
    queues.billing.push({ orderId: order.id }, { group: order.customer }),
  ]);

  const location = `/orders/${order.id}`;
  return reply({ id: order.id }, { status: 202, headers: { "x-job-id": jobId, location } });
});
