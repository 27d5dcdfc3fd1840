import type { Store } from "../store.ts";
import { parsePolicy, type Statement } from "./policy-document.ts";

const ANY_SIZE = { title: "PolicySize", maximum: Number.POSITIVE_INFINITY };

/** AWS's own policies as far as a test needs what they allow. */
const AWS_POLICIES: Readonly<Record<string, readonly string[]>> = {
  "service-role/AWSLambdaBasicExecutionRole": ["logs:CreateLogGroup", "logs:PutLogEvents"],
  "service-role/AWSLambdaSQSQueueExecutionRole": [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
  ],
  AdministratorAccess: ["*"],
  ReadOnlyAccess: [],
};

/** Whether a managed policy exists: one of this account, or of AWS. */
export function hasPolicy(store: Store, arn: string): boolean {
  return store.get("policy", arn) !== undefined || awsPolicy(arn) !== undefined;
}

/** Everything a role's policies say. */
export function roleStatements(store: Store, name: string): readonly Statement[] {
  const role = store.get("role", name);
  if (role === undefined) return [];
  const inline = Object.values(role.inlinePolicies);
  const attached = role.attachedPolicies.flatMap((arn) => store.get("policy", arn)?.policy ?? []);
  const own = [...inline, ...attached].flatMap((policy) => parsePolicy(policy, ANY_SIZE));
  const aws = role.attachedPolicies.flatMap((arn) => awsPolicy(arn) ?? []);
  return [...own, { Effect: "Allow", Action: aws, Resource: "*" }];
}

function awsPolicy(arn: string): readonly string[] | undefined {
  const name = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  return name === undefined ? undefined : AWS_POLICIES[name];
}
