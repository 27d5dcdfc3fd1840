import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { Role } from "../entities.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { arn, matching, policyDocument } from "../rules.ts";
import { text } from "../values.ts";
import { hasPolicy } from "./managed-policies.ts";
import { parsePolicy, policySize } from "./policy-document.ts";
import { findRole, roleArn } from "./role.ts";

/** Of all inline policies of a role together. */
const MAXIMUM_INLINE = 10_240;

const MAXIMUM_ATTACHED = 10;

export const ROLE_POLICY: ResourceType = {
  token: "aws:iam/rolePolicy:RolePolicy",
  inputs: {
    name: { autoname: 128, replaces: true, check: matching(/^[\w+=,.@-]{1,128}$/) },
    policy: { json: true, check: policyDocument },
    role: { replaces: true },
  },
  async create(client, inputs, created) {
    const id = `${text(inputs.role)}:${text(inputs.name)}`;
    await putPolicy(client, id, text(inputs.policy));
    created(id);
  },
  async read(client, id) {
    const { role, name } = parseId(id);
    const call = { action: "iam:GetRolePolicy", resource: roleArn(client, role) };
    const policy = await client.call(
      call,
      (store) => store.get("role", role)?.inlinePolicies[name],
    );
    return policy === undefined ? null : { name, namePrefix: "", policy, role };
  },
  update: (client, id, { news }) => putPolicy(client, id, text(news.policy)),
  async delete(client, id) {
    const { role, name } = parseId(id);
    const call = { action: "iam:DeleteRolePolicy", resource: roleArn(client, role) };
    await client.call(call, (store) => {
      const found = store.get("role", role);
      if (found === undefined) return;
      const { [name]: _, ...inlinePolicies } = found.inlinePolicies;
      store.put("role", role, { ...found, inlinePolicies });
    });
  },
};

export const ROLE_POLICY_ATTACHMENT: ResourceType = {
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  inputs: { policyArn: { replaces: true, check: arn }, role: { replaces: true } },
  async create(client, inputs, created) {
    const role = text(inputs.role);
    const policyArn = text(inputs.policyArn);
    await attach(client, role, policyArn);
    created(`${role}/${policyArn}`);
  },
  async read(client, id) {
    const { role, policyArn } = parseAttachment(id);
    const call = { action: "iam:ListAttachedRolePolicies", resource: roleArn(client, role) };
    const attached = await client.call(call, (store) => store.get("role", role)?.attachedPolicies);
    return attached?.includes(policyArn) ? { policyArn, role } : null;
  },
  async delete(client, id) {
    const { role, policyArn } = parseAttachment(id);
    const call = {
      action: "iam:DetachRolePolicy",
      resource: roleArn(client, role),
      conditions: { "iam:PolicyARN": policyArn },
    };
    await client.call(call, (store) => {
      const found = store.get("role", role);
      if (found === undefined) return;
      const attachedPolicies = found.attachedPolicies.filter((each) => each !== policyArn);
      store.put("role", role, { ...found, attachedPolicies });
    });
  },
};

async function putPolicy(client: Client, id: string, policy: string): Promise<void> {
  const { role: roleName, name } = parseId(id);
  const call = { action: "iam:PutRolePolicy", resource: roleArn(client, roleName) };
  const work = client.call(call, (store) => {
    const role = findRole(store, roleName);
    const inlinePolicies = { ...role.inlinePolicies, [name]: policy };
    const size = Object.values(inlinePolicies).reduce((sum, each) => sum + policySize(each), 0);
    parsePolicy(policy, { title: "PolicySize", maximum: MAXIMUM_INLINE });
    if (size > MAXIMUM_INLINE)
      throw new AwsError(
        "LimitExceeded",
        `Maximum policy size of ${MAXIMUM_INLINE} bytes exceeded for role ${roleName}`,
      );
    store.put("role", roleName, { ...role, inlinePolicies });
  });
  await during(`putting IAM Role (${roleName}) Policy (${name})`, work);
}

async function attach(client: Client, name: string, policyArn: string): Promise<void> {
  const call = {
    action: "iam:AttachRolePolicy",
    resource: roleArn(client, name),
    conditions: { "iam:PolicyARN": policyArn },
  };
  const work = client.call(call, (store) => {
    const role = findRole(store, name);
    if (!hasPolicy(store, policyArn))
      throw new AwsError(
        "NoSuchEntity",
        `Policy ${policyArn} does not exist or is not attachable.`,
      );
    store.put("role", name, addPolicy(role, policyArn));
  });
  await during(`attaching IAM Policy (${policyArn}) to IAM Role (${name})`, work);
}

function addPolicy(role: Role, policyArn: string): Role {
  const attachedPolicies = [...new Set([...role.attachedPolicies, policyArn])].sort();
  if (attachedPolicies.length > MAXIMUM_ATTACHED)
    throw new AwsError(
      "LimitExceeded",
      `Cannot exceed quota for PoliciesPerRole: ${MAXIMUM_ATTACHED}`,
    );
  return { ...role, attachedPolicies };
}

function parseId(id: string): { role: string; name: string } {
  const at = id.indexOf(":");
  return { role: id.slice(0, at), name: id.slice(at + 1) };
}

function parseAttachment(id: string): { role: string; policyArn: string } {
  const at = id.indexOf("/");
  return { role: id.slice(0, at), policyArn: id.slice(at + 1) };
}
