/**
 * Where orders are kept: a file of facts, one JSON document a line, that is only ever appended to.
 * Requests and jobs run in several processes, so memory will not do, and a file is what every machine
 * has. In AWS each execution environment has a disk of its own: use a database there.
 */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Item } from "./catalog.ts";

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly items: readonly Item[];
  /** In cents. */
  readonly total: number;
  /** ISO 8601. */
  readonly placedAt: string;
}

export interface Invoice {
  readonly orderId: string;
  readonly customer: string;
  /** 1 is the customer's first. */
  readonly number: number;
  /** In cents. */
  readonly total: number;
}

type Fact =
  | { readonly kind: "placed"; readonly order: Order }
  | { readonly kind: "packed"; readonly orderId: string }
  | { readonly kind: "billed"; readonly invoice: Invoice };

export interface Store {
  add(fact: Fact): Promise<void>;
  /** The order with what has happened to it, or undefined. */
  order(id: string): Promise<OrderStatus | undefined>;
  /** In the order in which they were written. */
  invoices(customer: string): Promise<Invoice[]>;
}

export interface OrderStatus extends Order {
  readonly packed: boolean;
  readonly invoice: number | null;
}

export async function openStore(file: string): Promise<Store> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, "");
  const facts = async () => parseFacts(await readFile(file, "utf8"));
  return {
    // A short line is appended in one piece, also when several processes write at once
    add: (fact) => appendFile(file, `${JSON.stringify(fact)}\n`),
    order: async (id) => describeOrder(id, await facts()),
    invoices: async (customer) =>
      billed(await facts()).filter((invoice) => invoice.customer === customer),
  };
}

function parseFacts(text: string): Fact[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

function describeOrder(id: string, facts: readonly Fact[]): OrderStatus | undefined {
  const placed = facts.find((fact) => fact.kind === "placed" && fact.order.id === id);
  if (placed?.kind !== "placed") return undefined;
  const packed = facts.some((fact) => fact.kind === "packed" && fact.orderId === id);
  const invoice = billed(facts).find(({ orderId }) => orderId === id);
  return { ...placed.order, packed, invoice: invoice?.number ?? null };
}

function billed(facts: readonly Fact[]): Invoice[] {
  return facts.flatMap((fact) => (fact.kind === "billed" ? [fact.invoice] : []));
}
