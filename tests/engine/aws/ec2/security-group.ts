import { randomBytes } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { SecurityGroup } from "../entities.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { atMost, matching } from "../rules.ts";
import { optionalText, text } from "../values.ts";
import type { Values } from "../wire.ts";

/** Without tags, and with rules that are as they were when it was made. */
export const SECURITY_GROUP: ResourceType = {
  token: "aws:ec2/securityGroup:SecurityGroup",
  inputs: {
    description: { default: "Managed by Pulumi", replaces: true, check: atMost(255) },
    egress: { replaces: true },
    name: { autoname: 255, replaces: true },
    revokeRulesOnDelete: { default: false, writeOnly: true },
    vpcId: { replaces: true, check: matching(/^vpc-[0-9a-f]{17}$/) },
  },
  async create(client, inputs, created) {
    const id = `sg-${randomBytes(9).toString("hex").slice(1)}`;
    const group: SecurityGroup = {
      id,
      arn: arnOf(client, id),
      name: text(inputs.name),
      description: text(inputs.description),
      egress: (inputs.egress ?? []) as unknown as SecurityGroup["egress"],
      ...(inputs.vpcId ? { vpcId: text(inputs.vpcId) } : {}),
    };
    const call = { action: "ec2:CreateSecurityGroup", resource: group.arn };
    const work = client.call(call, (store) => store.put("securityGroup", id, group));
    await during(`creating Security Group (${group.name})`, work);
    created(id);
  },
  async read(client, id) {
    const call = { action: "ec2:DescribeSecurityGroups", resource: "*" };
    const group = await client.call(call, (store) => store.get("securityGroup", id));
    if (group === undefined) return null;
    const { id: _, ...values } = group;
    return {
      ...(values as unknown as Values),
      ingress: [],
      namePrefix: "",
      ownerId: client.accountId,
      vpcId: optionalText(group.vpcId) ?? "",
    };
  },
  async delete(client, id) {
    const call = { action: "ec2:DeleteSecurityGroup", resource: arnOf(client, id) };
    await client.call(call, (store) => {
      const uses = store
        .list("function")
        .some(({ configuration }) => configuration.vpcConfig?.securityGroupIds.includes(id));
      if (uses) throw new AwsError("DependencyViolation", `resource ${id} has a dependent object`);
      store.delete("securityGroup", id);
    });
  },
};

function arnOf(client: Client, id: string): string {
  return client.arn("ec2", `security-group/${id}`);
}
