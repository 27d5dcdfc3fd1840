import {
  createArchive,
  createTestAccount,
  type TestAccount,
  type TestResource,
} from "./test-account.ts";
import { POLLER_POLICY, TRUST } from "./test-policies.ts";
import type { Values } from "./wire.ts";

/** An account with what a function needs, and short names for what hangs on it. */
export interface TestBackend extends TestAccount {
  createFunction(inputs?: Values): Promise<TestResource>;
  createAlias(functionVersion?: string): Promise<TestResource>;
  createQueue(inputs?: Values): Promise<TestResource>;
  createMapping(inputs?: Values): Promise<TestResource>;
  provision(executions: number): Promise<TestResource>;
}

export const FUNCTION_ARN = "arn:aws:lambda:eu-central-1:123456789012:function:shop";
export const QUEUE_ARN = "arn:aws:sqs:eu-central-1:123456789012:shop-jobs";

/** The inputs of the function, for updates. */
export const FUNCTION_INPUTS: Values = {
  name: "shop",
  role: "arn:aws:iam::123456789012:role/shop",
  runtime: "nodejs24.x",
  handler: "index.handler",
  code: createArchive("export const handler = async () => 1;"),
  publish: true,
};

/** An account with a role that may poll queues. */
export async function createTestBackend(): Promise<TestBackend> {
  const aws = createTestAccount();
  await aws.create("aws:iam/role:Role", "role", { name: "shop", assumeRolePolicy: TRUST });
  await aws.create("aws:iam/rolePolicy:RolePolicy", "policy", {
    name: "runtime",
    role: "shop",
    policy: POLLER_POLICY,
  });
  aws.calls();
  return {
    ...aws,
    createFunction: (inputs) =>
      aws.create("aws:lambda/function:Function", "shop", { ...FUNCTION_INPUTS, ...inputs }),
    createAlias: (functionVersion = "1") =>
      aws.create("aws:lambda/alias:Alias", "live", {
        name: "live",
        functionName: "shop",
        functionVersion,
      }),
    createQueue: (inputs) =>
      aws.create("aws:sqs/queue:Queue", "jobs", { name: "shop-jobs", ...inputs }),
    createMapping: (inputs) =>
      aws.create("aws:lambda/eventSourceMapping:EventSourceMapping", "mapping", {
        eventSourceArn: QUEUE_ARN,
        functionName: `${FUNCTION_ARN}:live`,
        ...inputs,
      }),
    provision: (provisionedConcurrentExecutions) =>
      aws.create("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "warm", {
        functionName: "shop",
        qualifier: "live",
        provisionedConcurrentExecutions,
      }),
  };
}
