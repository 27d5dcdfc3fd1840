import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createDeployPolicy } from "../permissions/deploy.ts";
import { createGithubTrust } from "../permissions/github-trust.ts";
import type { PolicyDocument } from "../permissions/policy-document.ts";
import { splitPolicy } from "../permissions/split.ts";
import { formatNeeds, NEEDS_TAG } from "./needs-tag.ts";
import { createRole, type TiersContext } from "./tiers.ts";

export interface DeployTier {
  readonly policyArns: pulumi.Output<string[]>;
  /** One document, or an array if it takes several. */
  readonly policyJson: pulumi.Output<string>;
  /** Of the role for GitHub Actions. */
  readonly roleArn: pulumi.Output<string> | undefined;
}

/** API Gateway's IDs have this length, so it is known how long a policy will be. */
const SOME_API_ID = "0123456789";

/** Makes the policies of whoever deploys: managed ones, for people, roles and groups to attach. */
export function createDeployTier(context: TiersContext, subject: string | undefined): DeployTier {
  const documents = createDocuments(context);
  const policies = documents.map((document, index) => createPolicy(context, document, index));
  return {
    policyArns: pulumi.all(policies.map(({ arn }) => arn)),
    policyJson: pulumi
      .all(documents)
      .apply((known) => JSON.stringify(known.length === 1 ? known[0] : known, null, 2)),
    roleArn: subject === undefined ? undefined : createDeployRole(context, subject, policies),
  };
}

/** As many as it takes, which is known before the APIs are. */
function createDocuments({ args, scope, needs }: TiersContext): pulumi.Output<PolicyDocument>[] {
  const { apiIds = [] } = args;
  const some = Array.isArray(apiIds) ? apiIds.map(() => SOME_API_ID) : [SOME_API_ID];
  const parts = splitPolicy(createDeployPolicy(scope, needs, some));
  return parts.map((_, index) =>
    pulumi.output(apiIds).apply((ids) => {
      const known = splitPolicy(createDeployPolicy(scope, needs, ids));
      const document = known[index];
      if (document === undefined || known.length !== parts.length)
        throw new Error(`The deploy tier takes ${known.length} policies, and not ${parts.length}`);
      return document;
    }),
  );
}

/** Of the first policy nothing, of the others `-2`, `-3`. */
export function policySuffix(index: number): string {
  return index === 0 ? "" : `-${index + 1}`;
}

function createPolicy(
  { name, names, needs, args, options }: TiersContext,
  document: pulumi.Output<PolicyDocument>,
  index: number,
): aws.iam.Policy {
  const suffix = policySuffix(index);
  return new aws.iam.Policy(
    `${name}-deploy${suffix}`,
    {
      name: `${names.deployPolicy}${suffix}`,
      policy: document.apply((known) => JSON.stringify(known)),
      tags: pulumi
        .output(args.tags ?? {})
        .apply((tags) => ({ ...tags, [NEEDS_TAG]: formatNeeds(needs) })),
    },
    options,
  );
}

/** Makes a role for workflow runs of GitHub Actions. */
function createDeployRole(
  context: TiersContext,
  subject: string,
  policies: readonly aws.iam.Policy[],
): pulumi.Output<string> {
  const { name, names, options } = context;
  const trust = createGithubTrust(context.scope, subject);
  const role = createRole(context, "deploy", names.deployRole, trust);
  const attachments = policies.map(
    ({ arn }, index) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-deploy${policySuffix(index)}`,
        { role: role.name, policyArn: arn },
        options,
      ),
  );
  return pulumi.all([role.arn, pulumi.all(attachments.map(({ id }) => id))]).apply(([arn]) => arn);
}
