export default async function send(letter: { to: string }) {
  console.log(`A letter to ${letter.to}`);
}
