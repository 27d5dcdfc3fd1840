import { AwsError } from "./aws-error.ts";
import type { ApiCall, Settings, Store } from "./store.ts";

/** How AWS is called for one resource: each call is in the journal, and may be made to fail. */
export interface Client {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** `amazonaws.com`, where the partition has no other. */
  readonly dnsSuffix: string;
  readonly settings: () => Settings;
  /** In milliseconds; runs ahead as the account is told to. */
  readonly now: () => number;
  /** `arn:aws:sqs:eu-central-1:123456789012:orders`. */
  arn(service: string, resource: string): string;
  /** Makes one call: `work` reads and changes the account, or throws `AwsError`. */
  call<T>(call: ApiCall & CallName, work: (store: Store) => T): Promise<T>;
  /** Looks into the account without a call. */
  peek<T>(work: (store: Store) => T): T;
  /** The same account in another region. */
  in(region: string): Client;
}

export interface CallName {
  /** Where it is not the second half of the action: `CreateApi` for `apigateway:POST`. */
  readonly operation?: string;
}

export type CreateClient = (region: string, purpose: string) => Client;

const REQUEST_ID = "00000000-0000-0000-0000-000000000000";

const SERVICES: Readonly<Record<string, string>> = {
  apigateway: "ApiGatewayV2",
  dynamodb: "DynamoDB",
  ec2: "EC2",
  iam: "IAM",
  lambda: "Lambda",
  logs: "CloudWatch Logs",
  scheduler: "Scheduler",
  sqs: "SQS",
  sts: "STS",
};

/** @param purpose The type and name of the resource that calls are made for. */
export function createClient(store: Store, region: string, purpose: string): Client {
  const { partition, dnsSuffix } = findPartition(region);
  const { accountId } = store.settings();
  return {
    accountId,
    region,
    partition,
    dnsSuffix,
    settings: () => store.settings(),
    now: () => Date.now() + store.settings().clockMs,
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    call: (call, work) => makeCall(store, purpose, call, work),
    peek: (work) => work(store),
    in: (other) => createClient(store, other, purpose),
  };
}

/** The partition a region belongs to. */
export function findPartition(region: string) {
  if (region.startsWith("cn-")) return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  if (region.startsWith("us-gov-")) return { partition: "aws-us-gov", dnsSuffix: "amazonaws.com" };
  return { partition: "aws", dnsSuffix: "amazonaws.com" };
}

async function makeCall<T>(
  store: Store,
  purpose: string,
  { operation, ...call }: ApiCall & CallName,
  work: (store: Store) => T,
): Promise<T> {
  const enter = (error?: string) =>
    store.addToJournal({ ...call, for: purpose, ...(error === undefined ? {} : { error }) });
  const result = store.transaction((): Outcome<T> => {
    const injected = store.takeInjection(call.action);
    if (injected === "hang") return { hangs: true };
    try {
      if (injected === "fail") throw new AwsError("ServiceException", "Injected by a test");
      if (injected === "throttle") throw new AwsError("ThrottlingException", "Rate exceeded");
      const value = store.attempt(() => work(store));
      enter();
      return injected === "lose" ? { hangs: true } : { value };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      enter(error.code);
      return { error };
    }
  });
  if ("hangs" in result) return hang(store);
  if ("value" in result) return result.value;
  // The SDK tries again what was throttled
  if (result.error.code === "ThrottlingException") return makeCall(store, purpose, call, work);
  throw describe(result.error, call.action, operation);
}

type Outcome<T> = { readonly value: T } | { readonly error: AwsError } | { readonly hangs: true };

function hang(store: Store): Promise<never> {
  store.addHang();
  return new Promise(() => {});
}

/** An error in the words of the AWS SDK for Go, which the real plugin uses. */
function describe({ code, message }: AwsError, action: string, operation?: string): AwsError {
  const [service = "", name] = action.split(":");
  const call = `${SERVICES[service] ?? service}: ${operation ?? name}`;
  const response = `https response error StatusCode: 400, RequestID: ${REQUEST_ID}`;
  return new AwsError(code, `operation error ${call}, ${response}, ${code}: ${message}`);
}
