import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { Policy } from "../entities.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { atMost, matching, policyDocument, tags } from "../rules.ts";
import type { Store } from "../store.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { tagsOf, text } from "../values.ts";
import { parsePolicy } from "./policy-document.ts";

const MANAGED_POLICY = { title: "PolicySize", maximum: 6144 };

/** What AWS keeps of a policy. */
const MAXIMUM_VERSIONS = 5;

export const POLICY: ResourceType = {
  token: "aws:iam/policy:Policy",
  inputs: {
    description: { replaces: true, check: atMost(1000) },
    name: { autoname: 128, replaces: true, check: matching(/^[\w+=,.@-]{1,128}$/) },
    path: { default: "/", replaces: true, check: matching(/^\/(.*\/)?$/) },
    policy: { json: true, check: policyDocument },
    tags: { check: tags },
  },
  async create(client, inputs, created) {
    const name = text(inputs.name);
    const path = text(inputs.path);
    const policy: Policy = {
      arn: `arn:${client.partition}:iam::${client.accountId}:policy${path}${name}`,
      name,
      path,
      policyId: `ANPA${randomUUID().replaceAll("-", "").slice(0, 17).toUpperCase()}`,
      description: text(inputs.description),
      policy: text(inputs.policy),
      versions: ["v1"],
      tags: tagsOf(inputs),
    };
    await authorizeTags(client, inputs, {
      action: "iam:TagPolicy",
      resource: policy.arn,
      within: "iam:CreatePolicy",
    });
    await during(`creating IAM Policy (${name})`, createPolicy(client, policy));
    created(policy.arn);
  },
  async read(client, arn) {
    const found = await client.call({ action: "iam:GetPolicy", resource: arn }, (store) => {
      const roles = store.list("role");
      const uses = roles.filter(({ attachedPolicies }) => attachedPolicies.includes(arn));
      const policy = store.get("policy", arn);
      return policy && { policy, attachmentCount: uses.length };
    });
    if (found === undefined) return null;
    await client.call({ action: "iam:GetPolicyVersion", resource: arn }, () => {});
    const { versions: _, ...policy } = found.policy;
    return { ...policy, attachmentCount: found.attachmentCount, namePrefix: "" };
  },
  async update(client, arn, change) {
    if (change.has("policy")) await updatePolicy(client, arn, text(change.news.policy));
    const calls = {
      tag: { action: "iam:TagPolicy", resource: arn },
      untag: { action: "iam:UntagPolicy", resource: arn },
    };
    await updateTags(client, change, calls, (store, given) =>
      store.put("policy", arn, { ...find(store, arn), tags: given }),
    );
  },
  async delete(client, arn) {
    await client.call({ action: "iam:ListPolicyVersions", resource: arn }, () => {});
    const call = client.call({ action: "iam:DeletePolicy", resource: arn }, (store) => {
      if (store.list("role").some(({ attachedPolicies }) => attachedPolicies.includes(arn)))
        throw new AwsError("DeleteConflict", "Cannot delete a policy attached to entities.");
      store.delete("policy", arn);
    });
    await during(`deleting IAM Policy (${arn})`, call);
  },
};

function createPolicy(client: Client, policy: Policy): Promise<void> {
  return client.call({ action: "iam:CreatePolicy", resource: policy.arn }, (store) => {
    if (store.get("policy", policy.arn) !== undefined)
      throw new AwsError("EntityAlreadyExists", `A policy called ${policy.name} already exists.`);
    parsePolicy(policy.policy, MANAGED_POLICY);
    store.put("policy", policy.arn, policy);
  });
}

async function updatePolicy(client: Client, arn: string, document: string): Promise<void> {
  const versions = await client.call(
    { action: "iam:ListPolicyVersions", resource: arn },
    (store) => find(store, arn).versions,
  );
  // The real plugin makes room first
  if (versions.length === MAXIMUM_VERSIONS)
    await client.call({ action: "iam:DeletePolicyVersion", resource: arn }, (store) => {
      const policy = find(store, arn);
      store.put("policy", arn, { ...policy, versions: policy.versions.slice(1) });
    });
  const call = client.call({ action: "iam:CreatePolicyVersion", resource: arn }, (store) => {
    const policy = find(store, arn);
    parsePolicy(document, MANAGED_POLICY);
    const next = Number(policy.versions.at(-1)?.slice(1)) + 1;
    store.put("policy", arn, {
      ...policy,
      policy: document,
      versions: [...policy.versions, `v${next}`],
    });
  });
  await during(`updating IAM Policy (${arn})`, call);
}

function find(store: Store, arn: string): Policy {
  const policy = store.get("policy", arn);
  if (policy !== undefined) return policy;
  throw new AwsError("NoSuchEntity", `Policy ${arn} was not found.`);
}
