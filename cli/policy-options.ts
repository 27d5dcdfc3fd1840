import { createAppName } from "../manifest/app-name.ts";
import { findNearest } from "../manifest/find-nearest.ts";
import type { Scope } from "../permissions/arns.ts";
import { TIERS, type Tier } from "../permissions/tier.ts";

/** As they are on the command line. */
export interface PolicyOptions {
  readonly tier?: string;
  readonly name?: string;
  readonly stack?: string;
  readonly project?: string;
  readonly account?: string;
  readonly region?: string;
  readonly partition?: string;
  readonly vpc?: true;
  /** Path of a file. */
  readonly backendPolicy?: string;
}

export interface PolicyTarget {
  readonly tier: Tier;
  readonly scope: Scope;
  readonly vpc: boolean;
}

export type ParsedPolicyOptions =
  | { readonly target: PolicyTarget }
  | { readonly problems: readonly string[] };

const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
const PARTITION = /^aws(?:-[a-z]+)*$/;
/** By what the names of their regions begin with. All other regions are of the partition `aws`. */
const PARTITIONS: Readonly<Record<string, string>> = {
  "cn-": "aws-cn",
  "us-gov-": "aws-us-gov",
  "us-iso-": "aws-iso",
  "us-isob-": "aws-iso-b",
  "eu-isoe-": "aws-iso-e",
  "us-isof-": "aws-iso-f",
  "eusc-": "aws-eusc",
};

/**
 * Reports all problems together.
 * @param pulumiProject Name of the Pulumi project the user is in, if any.
 */
export function parsePolicyOptions(
  options: PolicyOptions,
  pulumiProject: string | undefined,
): ParsedPolicyOptions {
  const { name, stack, account, region } = options;
  const { project = pulumiProject, partition = partitionOf(region ?? "") } = options;
  const tier = TIERS.find((known) => known === options.tier);
  const problems = [
    ...(tier === undefined ? [describeTier(options.tier)] : []),
    ...checkText("--name", name, "the name of the Backend resource in the Pulumi program"),
    ...checkText("--stack", stack, "the name of the Pulumi stack"),
    ...checkText("--project", project, "the name of the Pulumi project, as no Pulumi.yaml is here"),
    ...checkForm("--account", account, /^\d{12}$/, "an AWS account, which has 12 digits"),
    ...checkForm("--region", region, REGION, "an AWS region, such as eu-central-1"),
    ...checkForm("--partition", partition, PARTITION, "an AWS partition, such as aws or aws-cn"),
  ];
  if (problems.length > 0 || !tier || !name || !stack || !project || !account || !region)
    return { problems };
  const app = createAppName({ project, stack, name });
  const scope = { partition, region, account, app };
  return { target: { tier, scope, vpc: options.vpc === true } };
}

function describeTier(seen: string | undefined): string {
  const expected = `must be ${TIERS.slice(0, -1).join(", ")} or ${TIERS.at(-1)}`;
  if (seen === undefined) return `--tier is missing, ${expected}`;
  const nearest = findNearest(seen, TIERS);
  const hint = nearest === undefined ? "" : `. Did you mean "${nearest}"?`;
  return `--tier is ${JSON.stringify(seen)}, ${expected}${hint}`;
}

function checkText(option: string, value: string | undefined, expected: string): string[] {
  return checkForm(option, value, /\S/, expected);
}

function checkForm(
  option: string,
  value: string | undefined,
  form: RegExp,
  expected: string,
): string[] {
  if (value === undefined) return [`${option} is missing, must be ${expected}`];
  return form.test(value) ? [] : [`${option} is ${JSON.stringify(value)}, must be ${expected}`];
}

function partitionOf(region: string): string {
  const [, partition] =
    Object.entries(PARTITIONS).find(([prefix]) => region.startsWith(prefix)) ?? [];
  return partition ?? "aws";
}
