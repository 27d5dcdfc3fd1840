import type { CallName, Client } from "./client.ts";
import type { Tags } from "./entities.ts";
import type { Change } from "./resource-type.ts";
import type { ApiCall, Store } from "./store.ts";
import { tagsOf } from "./values.ts";
import type { Values } from "./wire.ts";

/** The calls that give a resource tags, and take them. */
export interface TagCalls {
  readonly tag: ApiCall & CallName;
  readonly untag: ApiCall & CallName;
}

/** Making a resource with tags is authorized as giving them: as a part of the call that makes it. */
export async function authorizeTags(
  client: Client,
  inputs: Values,
  tag: ApiCall & CallName,
): Promise<void> {
  if (Object.keys(tagsOf(inputs)).length > 0) await client.call(tag, () => {});
}

/** Takes what is gone, then gives what is new or different: only as far as there is any. */
export async function updateTags(
  client: Client,
  { olds, news }: Change,
  { tag, untag }: TagCalls,
  put: (store: Store, tags: Tags) => void,
): Promise<void> {
  const before = tagsOf(olds);
  const after = tagsOf(news);
  if (Object.keys(before).some((key) => after[key] === undefined))
    await client.call(untag, (store) => put(store, after));
  if (Object.entries(after).some(([key, value]) => before[key] !== value))
    await client.call(tag, (store) => put(store, after));
}
