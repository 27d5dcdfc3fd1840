import type { AwsAccount } from "../../tests/engine/aws/account.ts";
import { apiKey, runAws } from "./aws-cli.ts";

/** What the errors of an update tell to do. */
export interface Advice {
  /** The next update is to be `pulumi up --refresh`. */
  readonly refresh: boolean;
  /** Commands of the AWS CLI, to be run before it. */
  readonly commands: readonly string[];
}

export const NO_ADVICE: Advice = { refresh: false, commands: [] };

const COMMAND = /^→ If it is new .+ run pulumi up again: (aws .+)$/m;

export function readAdvice(errors: readonly string[]): Advice {
  return {
    refresh: errors.some((error) => error.includes("→ Let Pulumi read what AWS has")),
    commands: errors.flatMap((error) => COMMAND.exec(error)?.[1] ?? []),
  };
}

export function isAdvice({ refresh, commands }: Advice): boolean {
  return refresh || commands.length > 0;
}

export function runCommands(aws: AwsAccount, { commands }: Advice): void {
  for (const command of commands) runAws(aws, command);
}

/** What docs/deploying.md says of an API that was being made: of two, the one without routes goes. */
export function deleteSpareApis(aws: AwsAccount): void {
  const apis = aws.list("api");
  const isTwice = (name: string) => apis.filter((api) => api.name === name).length > 1;
  for (const api of apis)
    if (isTwice(api.name) && Object.keys(api.routes).length === 0) aws.delete("api", apiKey(api));
}
