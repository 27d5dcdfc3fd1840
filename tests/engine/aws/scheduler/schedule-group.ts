import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { matching, tags } from "../rules.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { tagsOf, text } from "../values.ts";

/** Of groups and schedules. */
export const NAME = matching(/^[\w.-]{1,64}$/);

export const SCHEDULE_GROUP: ResourceType = {
  token: "aws:scheduler/scheduleGroup:ScheduleGroup",
  inputs: {
    name: { autoname: 64, replaces: true, check: NAME },
    region: { replaces: true },
    tags: { check: tags },
  },
  async create(client, inputs, created) {
    const name = text(inputs.name);
    const arn = groupArn(client, name);
    await authorizeTags(client, inputs, {
      action: "scheduler:TagResource",
      resource: arn,
      within: "scheduler:CreateScheduleGroup",
    });
    const call = { action: "scheduler:CreateScheduleGroup", resource: arn };
    const work = client.call(call, (store) => {
      if (name === "default" || store.get("scheduleGroup", arn) !== undefined)
        throw new AwsError("ConflictException", `Schedule group ${name} already exists.`);
      const creationDate = new Date(client.now()).toISOString();
      store.put("scheduleGroup", arn, { arn, name, creationDate, tags: tagsOf(inputs) });
    });
    await during(`creating EventBridge Scheduler Schedule Group (${name})`, work);
    created(name);
    await readGroup(client, arn);
  },
  async read(client, name) {
    const arn = groupArn(client, name);
    const group = await readGroup(client, arn);
    if (group === undefined) return null;
    await client.call({ action: "scheduler:ListTagsForResource", resource: arn }, () => {});
    return {
      ...group,
      lastModificationDate: group.creationDate,
      namePrefix: "",
      state: "ACTIVE",
      tags: group.tags,
    };
  },
  async update(client, name, change) {
    const resource = groupArn(client, name);
    const calls = {
      tag: { action: "scheduler:TagResource", resource },
      untag: { action: "scheduler:UntagResource", resource },
    };
    await updateTags(client, change, calls, (store, given) => {
      const group = store.get("scheduleGroup", resource);
      if (group !== undefined) store.put("scheduleGroup", resource, { ...group, tags: given });
    });
  },
  async delete(client, name) {
    const arn = groupArn(client, name);
    await client.call({ action: "scheduler:DeleteScheduleGroup", resource: arn }, (store) => {
      store.delete("scheduleGroup", arn);
      // A group takes with it what is in it
      for (const schedule of store.list("schedule"))
        if (schedule.arn.startsWith(`${client.arn("scheduler", `schedule/${name}`)}/`))
          store.delete("schedule", schedule.arn);
    });
    await readGroup(client, arn);
  },
};

export function groupArn(client: Client, name: string): string {
  return client.arn("scheduler", `schedule-group/${name}`);
}

function readGroup(client: Client, arn: string) {
  return client.call({ action: "scheduler:GetScheduleGroup", resource: arn }, (store) =>
    store.get("scheduleGroup", arn),
  );
}
