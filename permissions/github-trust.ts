import { createTrust, type TrustDocument } from "./policy-document.ts";

/** Workflow runs of GitHub Actions that may deploy, as the user writes it: one of the last two. */
export interface GithubArgs {
  /** `owner/repository`, or `owner@ID/repository@ID` where GitHub adds the IDs to the subject. */
  readonly repository?: string | undefined;
  /** The job's environment, with the protection rules GitHub has for it. */
  readonly environment?: string | undefined;
  /** The branch the workflow runs on. */
  readonly branch?: string | undefined;
}

export type ParsedGithubArgs =
  /** `sub` of GitHub's token. https://docs.github.com/en/actions/reference/security/oidc */
  { readonly subject: string } | { readonly problems: readonly string[] };

const ISSUER = "token.actions.githubusercontent.com";
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]*(?:@\d+)?\/[A-Za-z0-9._-]+(?:@\d+)?$/;

/** Reports all problems together. */
export function parseGithubArgs({ repository, environment, branch }: GithubArgs): ParsedGithubArgs {
  const problems: string[] = [];
  if (repository === undefined || !REPOSITORY.test(repository))
    problems.push(`"repository" is ${show(repository)}, must be "owner/repository"`);
  if ((environment === undefined) === (branch === undefined))
    problems.push('Exactly one of "environment" and "branch" must be there');
  if (environment === "") problems.push('"environment" is "", must be the name of one');
  if (branch !== undefined && !isBranch(branch))
    problems.push(`"branch" is ${show(branch)}, must be the name of one branch, such as "main"`);
  if (problems.length > 0) return { problems };
  const run =
    environment === undefined
      ? `ref:refs/heads/${branch}`
      : `environment:${environment.replaceAll(":", "%3A")}`;
  return { subject: `repo:${repository}:${run}` };
}

/**
 * The trust of a role that GitHub Actions deploys with. The subject is compared whole: a pattern such
 * as `repo:owner/repository:*` would let in any branch and pull request.
 */
export function createGithubTrust(
  { partition, account }: { readonly partition: string; readonly account: string },
  subject: string,
): TrustDocument {
  const provider = `arn:${partition}:iam::${account}:oidc-provider/${ISSUER}`;
  return createTrust({ Federated: provider }, "sts:AssumeRoleWithWebIdentity", {
    StringEquals: { [`${ISSUER}:aud`]: ["sts.amazonaws.com"], [`${ISSUER}:sub`]: [subject] },
  });
}

// What git allows, as far as it matters: no pattern, no full reference.
function isBranch(name: string): boolean {
  return /^[^\s~^:?*[\\\p{Cc}]+$/u.test(name) && !name.startsWith("refs/");
}

function show(value: string | undefined): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
