// A standard queue: the jobs of a batch run side by side, and a failed one is tried again on its own.
import type { Job } from "queuerun/sdk";
import { store } from "../index.ts";

export const config = {
  timeout: "30s",
  // After 5 receives the job is kept in the dead-letter queue
  maxReceives: 5,
  // Seconds until it is tried again; without this 1, 5, 30, 120, 600
  retryDelay: 1,
};

export default async function pack({ orderId }: { orderId: string }, { receivedCount }: Job) {
  const order = await store.order(orderId);
  if (order === undefined) throw new Error(`No order "${orderId}"`);
  if (order.items.some(({ sku }) => sku === "glass-swan"))
    throw new Error(`The glass swan of order "${orderId}" broke (try ${receivedCount})`);
  // A job may run twice: the fact is the same the second time
  await store.add({ kind: "packed", orderId });
  console.log(`Packed order "${orderId}" (try ${receivedCount})`);
}
