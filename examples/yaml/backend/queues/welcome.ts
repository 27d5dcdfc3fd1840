// Runs after the response, and again if it fails
export default async function welcome({ email }: { email: string }) {
  console.log(`Welcome, ${email}`);
}
