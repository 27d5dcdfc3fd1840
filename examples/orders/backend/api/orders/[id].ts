// GET /orders/{id}
import { HttpError, type HttpRequest } from "queuerun/sdk";
import { store } from "../../index.ts";

export async function get({ params }: HttpRequest<"/orders/[id]">) {
  const order = await store.order(params.id);
  if (order === undefined) throw new HttpError(404, `No order "${params.id}"`);
  return order;
}
