import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { Role } from "../entities.ts";
import { type Change, during, type ResourceType } from "../resource-type.ts";
import { arn, atMost, integer, matching, policyDocument, tags } from "../rules.ts";
import type { Store } from "../store.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { number, optionalText, tagsOf, text } from "../values.ts";
import { hasPolicy } from "./managed-policies.ts";
import { parsePolicy } from "./policy-document.ts";

const TRUST_POLICY = { title: "ACLSizePerRole", maximum: 2048 };

export const ROLE: ResourceType = {
  token: "aws:iam/role:Role",
  inputs: {
    assumeRolePolicy: { json: true, check: policyDocument },
    description: { check: atMost(1000) },
    forceDetachPolicies: { default: false, writeOnly: true },
    maxSessionDuration: { default: 3600, check: integer(3600, 43_200) },
    name: { autoname: 64, replaces: true, check: matching(/^[\w+=,.@-]{1,64}$/) },
    path: { default: "/", replaces: true, check: matching(/^\/(.*\/)?$/) },
    permissionsBoundary: { check: arn },
    tags: { check: tags },
  },
  async create(client, inputs, created) {
    const name = text(inputs.name);
    const path = text(inputs.path);
    const role: Role = {
      arn: `arn:${client.partition}:iam::${client.accountId}:role${path}${name}`,
      name,
      path,
      uniqueId: `AROA${randomUUID().replaceAll("-", "").slice(0, 17).toUpperCase()}`,
      createDate: new Date(client.now()).toISOString(),
      description: text(inputs.description),
      assumeRolePolicy: text(inputs.assumeRolePolicy),
      maxSessionDuration: number(inputs.maxSessionDuration),
      ...(inputs.permissionsBoundary
        ? { permissionsBoundary: text(inputs.permissionsBoundary) }
        : {}),
      inlinePolicies: {},
      attachedPolicies: [],
      tags: tagsOf(inputs),
    };
    await authorizeTags(client, inputs, {
      action: "iam:TagRole",
      resource: role.arn,
      within: "iam:CreateRole",
    });
    await during(`creating IAM Role (${name})`, createRole(client, role));
    created(name);
  },
  async read(client, name) {
    const role = await client.call(
      { action: "iam:GetRole", resource: roleArn(client, name) },
      (store) => store.get("role", name),
    );
    if (role === undefined) return null;
    for (const action of ["iam:ListRolePolicies", "iam:ListAttachedRolePolicies"])
      await client.call({ action, resource: role.arn }, () => {});
    const { attachedPolicies, inlinePolicies, ...state } = role;
    const policies = Object.entries(inlinePolicies).map(([key, policy]) => ({ name: key, policy }));
    return {
      ...state,
      inlinePolicies: policies,
      managedPolicyArns: attachedPolicies,
      namePrefix: "",
    };
  },
  update: updateRole,
  async delete(client, name) {
    await during(`deleting IAM Role (${name})`, deleteRole(client, name));
  },
};

function createRole(client: Client, role: Role): Promise<void> {
  return client.call({ action: "iam:CreateRole", resource: role.arn }, (store) => {
    if (store.get("role", role.name) !== undefined)
      throw new AwsError("EntityAlreadyExists", `Role with name ${role.name} already exists.`);
    parsePolicy(role.assumeRolePolicy, TRUST_POLICY);
    checkBoundary(store, role.permissionsBoundary);
    store.put("role", role.name, role);
  });
}

async function updateRole(client: Client, name: string, change: Change): Promise<void> {
  const { news } = change;
  const call = (action: string, changed: Partial<Role>) =>
    during(
      `updating IAM Role (${name})`,
      client.call({ action, resource: roleArn(client, name) }, (store) => {
        if (changed.assumeRolePolicy) parsePolicy(changed.assumeRolePolicy, TRUST_POLICY);
        checkBoundary(store, changed.permissionsBoundary);
        store.put("role", name, { ...findRole(store, name), ...changed });
      }),
    );
  if (change.has("assumeRolePolicy"))
    await call("iam:UpdateAssumeRolePolicy", { assumeRolePolicy: text(news.assumeRolePolicy) });
  if (change.has("description"))
    await call("iam:UpdateRoleDescription", { description: text(news.description) });
  if (change.has("maxSessionDuration"))
    await call("iam:UpdateRole", { maxSessionDuration: number(news.maxSessionDuration) });
  if (change.has("permissionsBoundary")) {
    const permissionsBoundary = optionalText(news.permissionsBoundary);
    if (permissionsBoundary === undefined) await removeBoundary(client, name);
    else await call("iam:PutRolePermissionsBoundary", { permissionsBoundary });
  }
  const resource = roleArn(client, name);
  const calls = {
    tag: { action: "iam:TagRole", resource },
    untag: { action: "iam:UntagRole", resource },
  };
  await updateTags(client, change, calls, (store, given) =>
    store.put("role", name, { ...findRole(store, name), tags: given }),
  );
}

async function removeBoundary(client: Client, name: string): Promise<void> {
  const resource = roleArn(client, name);
  await client.call({ action: "iam:DeleteRolePermissionsBoundary", resource }, (store) => {
    const { permissionsBoundary: _, ...role } = findRole(store, name);
    store.put("role", name, role);
  });
}

async function deleteRole(client: Client, name: string): Promise<void> {
  const resource = roleArn(client, name);
  await client.call({ action: "iam:ListInstanceProfilesForRole", resource }, () => {});
  await client.call({ action: "iam:DeleteRole", resource }, (store) => {
    const role = store.get("role", name);
    if (role === undefined) return;
    if (Object.keys(role.inlinePolicies).length > 0)
      throw new AwsError("DeleteConflict", "Cannot delete entity, must delete policies first.");
    if (role.attachedPolicies.length > 0)
      throw new AwsError("DeleteConflict", "Cannot delete entity, must detach all policies first.");
    store.delete("role", name);
  });
}

function checkBoundary(store: Store, boundary: string | undefined): void {
  if (boundary === undefined || hasPolicy(store, boundary)) return;
  throw new AwsError("NoSuchEntity", `Scope ARN: ${boundary} does not exist or is not attachable.`);
}

/** IAM is called by name; the ARN that is authorized has the path, so it is looked up. */
export function roleArn(client: Client, name: string): string {
  return (
    client.peek((store) => store.get("role", name)?.arn) ??
    `arn:${client.partition}:iam::${client.accountId}:role/${name}`
  );
}

/** @throws AwsError when there is none. */
export function findRole(store: Store, name: string): Role {
  const role = store.get("role", name);
  if (role !== undefined) return role;
  throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`);
}
