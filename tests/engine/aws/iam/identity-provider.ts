import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { IdentityProvider } from "../entities.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { matching, tags } from "../rules.ts";
import type { Store } from "../store.ts";
import { authorizeTags, updateTags } from "../tag-calls.ts";
import { tagsOf, text, texts } from "../values.ts";

export const IDENTITY_PROVIDER: ResourceType = {
  token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  inputs: {
    clientIdLists: { set: true },
    tags: { check: tags },
    thumbprintLists: { set: true },
    url: { replaces: true, check: matching(/^https:\/\/[^?#\s]+$/) },
  },
  async create(client, inputs, created) {
    const url = text(inputs.url);
    const arn = `arn:${client.partition}:iam::${client.accountId}:oidc-provider/${url.slice("https://".length)}`;
    const provider: IdentityProvider = {
      arn,
      url,
      clientIdLists: texts(inputs.clientIdLists),
      thumbprintLists: texts(inputs.thumbprintLists),
      tags: tagsOf(inputs),
    };
    await authorizeTags(client, inputs, {
      action: "iam:TagOpenIDConnectProvider",
      resource: arn,
      within: "iam:CreateOpenIDConnectProvider",
    });
    await during("creating IAM OIDC Provider", createProvider(client, provider));
    created(arn);
  },
  async read(client, arn) {
    const call = { action: "iam:GetOpenIDConnectProvider", resource: arn };
    const provider = await client.call(call, (store) => store.get("identityProvider", arn));
    return provider === undefined ? null : { ...provider };
  },
  async update(client, arn, change) {
    const { olds, news } = change;
    const call = (action: string, changed: Partial<IdentityProvider>) =>
      client.call({ action, resource: arn }, (store) =>
        store.put("identityProvider", arn, { ...find(store, arn), ...changed }),
      );
    const clientIdLists = texts(news.clientIdLists);
    if (clientIdLists.some((id) => !texts(olds.clientIdLists).includes(id)))
      await call("iam:AddClientIDToOpenIDConnectProvider", { clientIdLists });
    if (texts(olds.clientIdLists).some((id) => !clientIdLists.includes(id)))
      await call("iam:RemoveClientIDFromOpenIDConnectProvider", { clientIdLists });
    if (change.has("thumbprintLists"))
      await call("iam:UpdateOpenIDConnectProviderThumbprint", {
        thumbprintLists: texts(news.thumbprintLists),
      });
    const calls = {
      tag: { action: "iam:TagOpenIDConnectProvider", resource: arn },
      untag: { action: "iam:UntagOpenIDConnectProvider", resource: arn },
    };
    await updateTags(client, change, calls, (store, given) =>
      store.put("identityProvider", arn, { ...find(store, arn), tags: given }),
    );
  },
  async delete(client, arn) {
    await client.call({ action: "iam:DeleteOpenIDConnectProvider", resource: arn }, (store) =>
      store.delete("identityProvider", arn),
    );
  },
};

function createProvider(client: Client, provider: IdentityProvider): Promise<void> {
  const call = { action: "iam:CreateOpenIDConnectProvider", resource: provider.arn };
  return client.call(call, (store) => {
    if (store.get("identityProvider", provider.arn) !== undefined)
      throw new AwsError(
        "EntityAlreadyExists",
        `Provider with url ${provider.url} already exists.`,
      );
    store.put("identityProvider", provider.arn, provider);
  });
}

function find(store: Store, arn: string): IdentityProvider {
  const provider = store.get("identityProvider", arn);
  if (provider !== undefined) return provider;
  throw new AwsError("NoSuchEntity", `OpenIDConnect Provider not found for arn ${arn}`);
}
