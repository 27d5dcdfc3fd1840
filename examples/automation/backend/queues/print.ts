export default async function print({ ticket }: { ticket: string }) {
  console.log(`Printed ticket "${ticket}"`);
}
