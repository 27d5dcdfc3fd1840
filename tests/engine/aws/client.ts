import { authorize } from "./authorization.ts";
import { AccessDenied, AwsError } from "./aws-error.ts";
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
  /** Where what is authorized is a part of another call: `lambda:CreateFunction` for `iam:PassRole`. */
  readonly within?: string;
}

export type CreateClient = (region: string, purpose: string) => Client;

const REQUEST_ID = "00000000-0000-0000-0000-000000000000";

/** As `sts:GetCallerIdentity` tells. */
export const CALLER = "user/deployer";

/** Who makes calls, and what for. */
interface Sender {
  readonly store: Store;
  readonly purpose: string;
  readonly partition: string;
}

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
    call: (call, work) => makeCall({ store, purpose, partition }, call, work),
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
  from: Sender,
  call: ApiCall & CallName,
  work: (store: Store) => T,
): Promise<T> {
  const { store, purpose } = from;
  const { operation, within, ...authorized } = call;
  const enter = (error?: string) =>
    store.addToJournal({ ...authorized, for: purpose, ...(error === undefined ? {} : { error }) });
  const result = store.transaction((): Outcome<T> => {
    const injected = store.takeInjection(call.action, purpose);
    if (injected === "hang") return { hangs: true };
    try {
      if (injected === "fail") throw new AwsError("ServiceException", "Injected by a test");
      if (injected === "throttle") throw new AwsError("ThrottlingException", "Rate exceeded");
      authorizeCaller(from, authorized, within);
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
  if (result.error.code === "ThrottlingException") return makeCall(from, call, work);
  throw describe(result.error, within ?? call.action, operation);
}

/** An administrator may do all; of others the policies decide. */
function authorizeCaller({ store, partition }: Sender, call: ApiCall, within?: string): void {
  const { policies, accountId } = store.settings();
  if (policies) authorize(policies, call, `arn:${partition}:iam::${accountId}:${CALLER}`, within);
}

type Outcome<T> = { readonly value: T } | { readonly error: AwsError } | { readonly hangs: true };

function hang(store: Store): Promise<never> {
  store.addHang();
  return new Promise(() => {});
}

/** An error in the words of the AWS SDK for Go, which the real plugin uses. */
function describe(error: AwsError, action: string, operation?: string): AwsError {
  const [service = "", name] = action.split(":");
  const call = `${SERVICES[service] ?? service}: ${operation ?? name}`;
  const isDenied = error instanceof AccessDenied;
  const response = `https response error StatusCode: ${isDenied ? error.statusCode : 400}`;
  // Those that a service declares are types of the SDK; a denial is not
  const code = isDenied ? `api error ${error.code}` : error.code;
  return new AwsError(
    error.code,
    `operation error ${call}, ${response}, RequestID: ${REQUEST_ID}, ${code}: ${error.message}`,
  );
}
