// GET /customers/{customer}/invoices
import type { HttpRequest } from "queuerun/sdk";
import { store } from "../../../index.ts";

export async function get({ params }: HttpRequest<"/customers/[customer]/invoices">) {
  return { invoices: await store.invoices(params.customer) };
}
