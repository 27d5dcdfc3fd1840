// Here the database would be asked: it has an address in the network, and none outside
export default async function write({ requestedAt }: { requestedAt: string }) {
  console.log(`A report, as asked for at ${requestedAt}`);
}
