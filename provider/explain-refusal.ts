/** Who makes the roles and policies of a backend: its own update, or that of another program. */
export type PermissionsPlace = "here" | "elsewhere";

const QUOTA = /UnreservedConcurrentExecution below its minimum value of \[(\d+)\]/;
const EXISTS = /AlreadyExists|Function already exist|already exists/;
const DENIED = /is not authorized to perform: ([\w-]+:\w+)|Your access has been denied by EC2/;
/** All that IAM has but for reading, and handing a role on. */
const IAM_CHANGE = /^iam:(?!Get|List|PassRole)/i;

export const ADMINISTRATOR =
  "The deploy tier does not include changing IAM: an administrator must run this update";
const OTHER_ADMINISTRATOR =
  "The deploy tier does not include changing IAM: an administrator must first update the program that makes the roles";

/**
 * What to do where AWS refuses something and does not say what to do; undefined for all else.
 *
 * @param deletion The command that deletes what AWS has already.
 */
export function explainRefusal(
  error: string,
  permissions: PermissionsPlace = "here",
  deletion?: string,
): string | undefined {
  const [, minimum] = QUOTA.exec(error) ?? [];
  if (minimum !== undefined) return explainQuota(minimum);
  const denied = DENIED.exec(error);
  if (denied !== null) return explainDenial(denied[1] ?? "", permissions);
  return EXISTS.test(error) ? explainExisting(deletion) : undefined;
}

function explainExisting(deletion: string | undefined): string {
  return `AWS has this already, and Pulumi does not know of it: an update was killed while it was being made, or somebody else has made it
→ If it is new and holds nothing, delete it in AWS, and run pulumi up again${deletion ? `: ${deletion}` : ""}
→ See "When AWS refuses" in queuerun's docs/deploying.md`;
}

/** Whether AWS does not allow something to whoever asks. */
export function isDenied(error: string): boolean {
  return DENIED.test(error);
}

function explainQuota(minimum: string): string {
  return `The account's quota of concurrent executions is too small: of it, AWS keeps at least ${minimum} for functions that reserve nothing. A pause, "queuerun:reserved" 0, needs none of it
→ Reserve or provision less: pulumi config set queuerun:reserved off
→ Or ask for a higher quota: https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384
→ Once it is there: pulumi up --refresh`;
}

/** What a backend has come to need is in its policies only once an administrator has changed them. */
function explainDenial(action: string, permissions: PermissionsPlace): string {
  if (IAM_CHANGE.test(action)) return ADMINISTRATOR;
  const administrator = permissions === "here" ? ADMINISTRATOR : OTHER_ADMINISTRATOR;
  return `Whoever runs this update lacks a permission for it
→ If it is the first, or brings the first route, queue, socket or schedule, or makes an API anew: ${administrator}
→ If not, the caller needs all policies of the deploy tier: see deployPolicyArns`;
}
