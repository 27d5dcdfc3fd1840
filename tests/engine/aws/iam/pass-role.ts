import type { Client } from "../client.ts";

/** Handing a role to a service is authorized too, in the call that does it: `within`. */
export async function passRole(
  client: Client,
  role: string,
  within: `${"lambda" | "scheduler"}:${string}`,
): Promise<void> {
  const [service] = within.split(":");
  const conditions = { "iam:PassedToService": `${service}.amazonaws.com` };
  await client.call({ action: "iam:PassRole", resource: role, conditions, within }, () => {});
}
