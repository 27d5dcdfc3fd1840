import type { AwsAccount } from "../../tests/engine/aws/account.ts";
import type { HttpApi, LambdaFunction } from "../../tests/engine/aws/entities.ts";

/** What AWS chooses anew for each thing that is made. */
const CHOSEN = ["lastModified", "createDate", "creationDate", "uniqueId", "policyId", "uuid"];

/**
 * Everything an account holds, by kind, as far as a program decides it: what two deployments of one
 * program must agree on. Versions are left out but for what serves.
 */
export function describeAccount(aws: AwsAccount): Readonly<Record<string, readonly string[]>> {
  const apis = new Map(aws.list("api").map(({ id, name }) => [id, `<${name}>`]));
  const describe = (values: readonly unknown[]) =>
    values.map((value) => nameApis(JSON.stringify(value, withoutChosen), apis)).sort();
  return {
    api: describe(aws.list("api").map(describeApi)),
    function: describe(aws.list("function").map(describeFunction)),
    // Its ARN is made of the ID that AWS chooses
    mapping: describe(aws.list("mapping").map(({ arn: _, ...mapping }) => mapping)),
    logGroup: describe(aws.list("logGroup")),
    queue: describe(aws.list("queue")),
    role: describe(aws.list("role")),
    policy: describe(aws.list("policy").map(({ versions: _, ...policy }) => policy)),
    table: describe(aws.list("table")),
    scheduleGroup: describe(aws.list("scheduleGroup")),
    schedule: describe(aws.list("schedule")),
  };
}

function describeFunction({ versions, aliases, ...fn }: LambdaFunction) {
  const live = versions.find(({ version }) => version === aliases.live?.version);
  const { configuration, code } = live ?? {};
  return { ...fn, aliases: Object.keys(aliases), live: { configuration, code } };
}

/**
 * Parts have IDs that AWS chooses, by which they name each other. An integration that no route uses
 * serves nothing: what was being made when Pulumi was killed, and was made again.
 */
function describeApi({ integrations, routes, stages, ...api }: HttpApi) {
  const { id: _, ...rest } = api;
  return {
    ...rest,
    routes: Object.values(routes)
      .map((route) => ({ ...route, target: integrations[route.target.split("/")[1] ?? ""] }))
      .sort((a, b) => (a.routeKey < b.routeKey ? -1 : 1)),
    stages: Object.entries(stages).map(([name, { deploymentId: __, ...stage }]) => ({
      name,
      ...stage,
    })),
  };
}

function withoutChosen(name: string, value: unknown): unknown {
  if (CHOSEN.includes(name)) return undefined;
  return name === "description" ? withoutRepeats(String(value)) : value;
}

/** The description of a function, without how often a version had to be published again. */
export function withoutRepeats(description: string): string {
  return description.replace(/, published again: \d+$/, "");
}

function nameApis(json: string, names: ReadonlyMap<string, string>): string {
  return [...names].reduce((text, [id, name]) => text.replaceAll(id, name), json);
}
