import type { AwsAccount } from "../../tests/engine/aws/account.ts";
import type { HttpApi, LambdaFunction } from "../../tests/engine/aws/entities.ts";

type Flags = Readonly<Record<string, string>>;

/** Those that errors tell to run. */
const COMMANDS: Readonly<Record<string, (aws: AwsAccount, flags: Flags) => unknown>> = {
  "apigatewayv2 delete-route": (aws, { "api-id": id, "route-id": route }) =>
    changeApi(aws, id, (api) => ({ ...api, routes: without(api.routes, route) })),
  "apigatewayv2 delete-stage": (aws, { "api-id": id, "stage-name": stage }) =>
    changeApi(aws, id, (api) => ({ ...api, stages: without(api.stages, stage) })),
  "apigatewayv2 get-routes": (aws, { "api-id": id, query = "" }) => {
    const routes = Object.entries(find(aws.list("api"), (api) => api.id === id).routes);
    return find(routes, ([, { routeKey }]) => query.includes(`RouteKey==\`"${routeKey}"\``))[0];
  },
  "dynamodb delete-table": (aws, flags) => deleteOne(aws, "table", flags["table-name"]),
  "iam delete-policy": (aws, flags) => aws.delete("policy", flags["policy-arn"] ?? ""),
  "iam delete-role": (aws, flags) => aws.delete("role", flags["role-name"] ?? ""),
  "iam list-policies": (aws, { query = "" }) =>
    find(aws.list("policy"), ({ name }) => query.includes(`PolicyName==\`"${name}"\``)).arn,
  "lambda delete-alias": (aws, { "function-name": name, name: alias }) =>
    changeFunction(aws, name, (fn) => ({ ...fn, aliases: without(fn.aliases, alias) })),
  "lambda delete-event-source-mapping": (aws, { uuid = "" }) => aws.delete("mapping", uuid),
  "lambda delete-function": (aws, flags) => deleteOne(aws, "function", flags["function-name"]),
  "lambda remove-permission": (aws, { "function-name": name, qualifier = "", ...flags }) =>
    changeFunction(aws, name, (fn) => {
      const statements = fn.policies[qualifier] ?? [];
      const left = statements.filter(({ statementId }) => statementId !== flags["statement-id"]);
      return { ...fn, policies: { ...fn.policies, [qualifier]: left } };
    }),
  "logs delete-log-group": (aws, flags) => deleteOne(aws, "logGroup", flags["log-group-name"]),
  "scheduler delete-schedule": (aws, { name }) => deleteOne(aws, "schedule", name),
  "scheduler delete-schedule-group": (aws, { name }) => deleteOne(aws, "scheduleGroup", name),
};

/**
 * Runs a command line of the AWS CLI, at the stand-in for AWS.
 *
 * @throws Error for one that is not known, or that finds nothing.
 */
export function runAws(aws: AwsAccount, line: string): unknown {
  const inner = /\$\((.+)\)/.exec(line);
  const text = inner === null ? line : line.replace(inner[0], String(runAws(aws, inner[1] ?? "")));
  const [, name = ""] = /^aws (\S+ \S+)/.exec(text) ?? [];
  const flags = [...text.matchAll(/ --(\S+) (?:'([^']*)'|(\S+))/g)];
  const command = COMMANDS[name];
  if (command === undefined) throw new Error(`Unknown command: ${line}`);
  return command(
    aws,
    Object.fromEntries(flags.map(([, flag, quoted, plain]) => [flag, quoted ?? plain])),
  );
}

function changeApi(aws: AwsAccount, id: string | undefined, change: (api: HttpApi) => HttpApi) {
  const api = find(aws.list("api"), (each) => each.id === id);
  aws.put("api", apiKey(api), change(api));
}

/** By which the account finds it. */
export function apiKey({ id, apiEndpoint }: HttpApi): string {
  return `${/\.execute-api\.([\w-]+)\./.exec(apiEndpoint)?.[1]}/${id}`;
}

function changeFunction(
  aws: AwsAccount,
  name: string | undefined,
  change: (fn: LambdaFunction) => LambdaFunction,
) {
  const fn = find(aws.list("function"), (each) => each.name === name);
  aws.put("function", fn.arn, change(fn));
}

function deleteOne(
  aws: AwsAccount,
  kind: "function" | "logGroup" | "schedule" | "scheduleGroup" | "table",
  wanted: string | undefined,
) {
  const found = find<{ arn: string; name: string }>(aws.list(kind), ({ name }) => name === wanted);
  aws.delete(kind, found.arn);
}

function find<T>(values: readonly T[], isWanted: (value: T) => boolean): T {
  const found = values.find(isWanted);
  if (found === undefined) throw new Error("AWS has nothing of that name");
  return found;
}

function without<T>(map: Readonly<Record<string, T>>, key: string | undefined): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([each]) => each !== key));
}
