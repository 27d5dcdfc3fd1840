export const config = { timeout: "30s", maxReceives: 3 };

/** A job that throws is tried again; after three receives it is kept in the dead-letter queue. */
export default async function greet({ name }: { name: string }) {
  console.log(`Hello, ${name}`);
}
