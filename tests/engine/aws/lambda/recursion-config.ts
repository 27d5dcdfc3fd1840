import type { Client } from "../client.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { oneOf } from "../rules.ts";
import { text } from "../values.ts";
import { findFunction, parseFunctionName } from "./function-name.ts";

export const RECURSION_CONFIG: ResourceType = {
  token: "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
  inputs: {
    functionName: { replaces: true },
    recursiveLoop: { check: oneOf("Allow", "Terminate") },
    region: { replaces: true },
  },
  async create(client, inputs, created) {
    const name = text(inputs.functionName);
    await put(client, name, text(inputs.recursiveLoop));
    created(name);
  },
  async read(client, name) {
    const { arn } = parseFunctionName(client, name);
    const call = { action: "lambda:GetFunctionRecursionConfig", resource: arn };
    const recursiveLoop = await client.call(
      call,
      (store) => store.get("function", arn)?.recursiveLoop,
    );
    return recursiveLoop === undefined ? null : { functionName: name, recursiveLoop };
  },
  update: (client, name, { news }) => put(client, name, text(news.recursiveLoop)),
  async delete(client, name) {
    const { arn } = parseFunctionName(client, name);
    // There is nothing to delete: it goes back to what it was
    if (client.peek((store) => store.get("function", arn)) !== undefined)
      await put(client, name, "Terminate");
  },
};

async function put(client: Client, name: string, recursiveLoop: string): Promise<void> {
  const { arn } = parseFunctionName(client, name);
  const call = { action: "lambda:PutFunctionRecursionConfig", resource: arn };
  const work = client.call(call, (store) =>
    store.put("function", arn, { ...findFunction(store, { arn, name }), recursiveLoop }),
  );
  await during(`setting Lambda Function Recursion Config (${name})`, work);
}
