// A FIFO queue: the jobs of one group, here one customer, run one at a time and in order.
import { store } from "../index.ts";

export const config = { timeout: "30s" };

export default async function bill({ orderId }: { orderId: string }) {
  const order = await store.order(orderId);
  if (order === undefined) throw new Error(`No order "${orderId}"`);
  // A job may run twice, and an order has one invoice
  if (order.invoice !== null) return;
  const { customer, total } = order;
  const number = (await store.invoices(customer)).length + 1;
  await store.add({ kind: "billed", invoice: { orderId, customer, number, total } });
}
