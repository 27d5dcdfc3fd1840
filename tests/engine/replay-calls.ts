import type { TierPolicy } from "../../permissions/tier.ts";
import type { AwsAccount } from "./aws/account.ts";
import { createClient } from "./aws/client.ts";
import { createProvider } from "./aws/provider.ts";
import { Store } from "./aws/store.ts";
import { createArchive } from "./aws/test-account.ts";
import type { Values } from "./aws/wire.ts";
import type { StateResource } from "./state.ts";

const REGION = "eu-central-1";

/**
 * What AWS denies to somebody with these policies who makes, reads and deletes what a stack has: the
 * stand-in replays the calls on a copy of the account, without an engine. IAM is only read.
 * @returns AWS's messages.
 */
export async function findDenials(
  aws: AwsAccount,
  resources: readonly StateResource[],
  policies: readonly TierPolicy[],
): Promise<readonly string[]> {
  const store = new Store(":memory:");
  store.set({ accountId: "123456789012", concurrency: 1000, minimumUnreserved: 100, clockMs: 0 });
  store.load(aws.dump());
  store.set({ policies });
  const provider = createProvider(
    (region, purpose) => createClient(store, region, purpose),
    REGION,
  );
  const messages: string[] = [];
  /** What else AWS refuses, such as a second one of the same name, it refuses after it has allowed it. */
  const attempt = (work: Promise<unknown>) =>
    work.catch((error: unknown) => {
      if (/AccessDenied/.test(String(error))) messages.push(String(error));
    });
  const made = resources.filter(({ type }) => type.startsWith("aws:"));
  for (const { urn, id = "", inputs = {}, outputs = {} } of made) {
    await attempt(provider.read(urn, id, outputs as Values, inputs as Values));
    if (isIam(urn)) continue;
    await attempt(provider.create(urn, readInputs(inputs), false));
  }
  for (const { urn, id = "", outputs = {} } of made.toReversed())
    if (!isIam(urn)) await attempt(provider.delete(urn, id, outputs as Values));
  store.close();
  return messages;
}

function isIam(urn: string): boolean {
  return urn.includes("aws:iam/");
}

/** In a network too; with a package that is surely still there. */
function readInputs(inputs: Readonly<Record<string, unknown>>): Values {
  if (inputs.code === undefined) return inputs as Values;
  const code = createArchive("export const handler = async () => 1;");
  const vpcConfig = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };
  const { environment: _, ...rest } = inputs;
  return { ...rest, code, vpcConfig } as Values;
}
