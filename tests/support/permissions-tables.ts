import type { Scope } from "../../permissions/arns.ts";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import type { Need } from "../../permissions/needs.ts";
import type { PolicyDocument, PolicyStatement } from "../../permissions/policy-document.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { createSchedulerPolicy } from "../../permissions/scheduler.ts";
import { UNSCOPABLE } from "../../permissions/unscopable.ts";

const SCOPE: Scope = {
  partition: "PARTITION",
  region: "REGION",
  account: "ACCOUNT",
  app: "APP",
};

/** All that a backend can have. */
const NEEDS: ReadonlySet<Need> = new Set([
  "http",
  "queues",
  "socket",
  "schedules",
  "vpc",
  "backendRole",
]);

/** The tables of docs/permissions.md, as the policies are now. */
export function createPermissionsTables(): Readonly<Record<string, string>> {
  const deploy = createDeployPolicy(SCOPE, NEEDS);
  const runtime = createRuntimePolicy(SCOPE, NEEDS);
  const scheduler = createSchedulerPolicy(SCOPE, NEEDS);
  const present = { deploy, runtime, scheduler, backend: null };
  return {
    deploy: formatPolicy(deploy),
    runtime: formatPolicy(runtime),
    scheduler: formatPolicy(scheduler),
    unscopable: formatTable(
      ["tier", "statement", "actions", "why"],
      UNSCOPABLE.map(({ tier, sid, reason }) => {
        const statement = present[tier]?.Statement.find(({ Sid }) => Sid === sid);
        return [tier, code(sid), list(statement?.Action ?? []), reason];
      }),
    ),
  };
}

function formatPolicy({ Statement }: PolicyDocument): string {
  return formatTable(
    ["statement", "actions", "on", "if"],
    Statement.map((statement) => [
      code(statement.Sid),
      list(statement.Action),
      list(statement.Resource.map(shorten)),
      formatCondition(statement),
    ]),
  );
}

/** Without what all ARNs of a service have in common. */
function shorten(arn: string): string {
  return arn.replace(/^arn:PARTITION:[\w-]+:(?:REGION)?:(?:ACCOUNT)?:/, "");
}

function formatCondition({ Condition = {} }: PolicyStatement): string {
  return Object.entries(Condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys as Record<string, string | readonly string[]>).map(([key, values]) =>
        operator === "Null"
          ? `no ${code(key)}`
          : `${code(key)} is ${[values].flat().map(shorten).map(code).join(" or ")}`,
      ),
    )
    .join(", ");
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |")).join("\n");
}

function list(values: readonly string[]): string {
  return values.map(code).join(", ");
}

function code(text: string): string {
  return `\`${text}\``;
}
