import type { AwsAccount } from "../../tests/engine/aws/account.ts";
import type { Engine } from "../../tests/engine/engine.ts";
import type { Stack } from "../../tests/engine/stack.ts";

/** What Pulumi was making when it was killed. */
interface PendingResource {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

type Delete = (aws: AwsAccount, inputs: PendingResource["inputs"]) => void;

const MAX_TRIES = 10;

/** By type. What is not here is made a second time without a word: queues, and policies of roles. */
const DELETE: Readonly<Record<string, Delete>> = {
  "aws:apigatewayv2/api:Api": (aws, { name }) => {
    const api = aws.list("api").find(isNamed(name));
    const region = /\.execute-api\.([\w-]+)\./.exec(api?.apiEndpoint ?? "")?.[1];
    if (api !== undefined) aws.delete("api", `${region}/${api.id}`);
  },
  "aws:cloudwatch/logGroup:LogGroup": deleteByArn("logGroup"),
  "aws:dynamodb/table:Table": deleteByArn("table"),
  "aws:iam/policy:Policy": deleteByArn("policy"),
  "aws:iam/role:Role": (aws, { name }) => aws.delete("role", String(name)),
  "aws:lambda/alias:Alias": (aws, { name }) => {
    for (const fn of aws.list("function")) {
      const { [String(name)]: _, ...aliases } = fn.aliases;
      aws.put("function", fn.arn, { ...fn, aliases });
    }
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": (aws, { eventSourceArn }) => {
    for (const mapping of aws.list("mapping"))
      if (mapping.eventSourceArn === eventSourceArn) aws.delete("mapping", mapping.uuid);
  },
  "aws:lambda/function:Function": deleteByArn("function"),
  "aws:scheduler/schedule:Schedule": deleteByArn("schedule"),
  "aws:scheduler/scheduleGroup:ScheduleGroup": deleteByArn("scheduleGroup"),
};

/**
 * What docs/deploying.md says to do after Pulumi was killed: what was being made is deleted in AWS, if
 * it is there, and forgotten by Pulumi.
 */
export async function cleanUp({ aws }: Engine, stack: Stack): Promise<void> {
  for (const { type, inputs } of await readPending(stack)) DELETE[type]?.(aws, inputs);
  const flags = ["--parallel", "1", "--clear-pending-creates"];
  let tries = 0;
  // A call of the refresh may be one that is to fail
  while ((await stack.attempt("refresh", { flags })).ended !== "succeeded")
    if (++tries === MAX_TRIES) throw new Error("pulumi refresh does not succeed");
}

async function readPending(stack: Stack): Promise<readonly PendingResource[]> {
  const { deployment } = JSON.parse(await stack.run("stack", "export", "--stack", stack.name)) as {
    deployment: { pending_operations?: { resource: PendingResource; type: string }[] };
  };
  const pending = deployment.pending_operations ?? [];
  return pending.filter(({ type }) => type === "creating").map(({ resource }) => resource);
}

function deleteByArn(
  kind: "function" | "logGroup" | "policy" | "schedule" | "scheduleGroup" | "table",
): Delete {
  return (aws, { name }) => {
    const entity = aws.list(kind).find(isNamed(name));
    if (entity !== undefined) aws.delete(kind, entity.arn);
  };
}

function isNamed(wanted: unknown): (entity: { readonly name: string }) => boolean {
  return ({ name }) => name === wanted;
}
