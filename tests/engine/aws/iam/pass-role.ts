import type { Client } from "../client.ts";

/** Handing a role to a service is authorized apart, before the call that does it. */
export async function passRole(
  client: Client,
  role: string,
  service: "lambda" | "scheduler",
): Promise<void> {
  const conditions = { "iam:PassedToService": `${service}.amazonaws.com` };
  await client.call({ action: "iam:PassRole", resource: role, conditions }, () => {});
}
