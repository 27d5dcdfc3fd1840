import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Backend, type BackendArgs } from "../../index.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

/** The inputs of what a program has registered, by type and name: `sqs.Queue api-q-email`. */
export type Registered = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface MockOptions {
  readonly args?: Omit<BackendArgs, "source">;
  /** By full key. */
  readonly config?: Readonly<Record<string, string>>;
  readonly stack?: string;
  /** The region of the provider; the partition follows. */
  readonly region?: string;
}

/** Registers a Backend named `api` with Pulumi's mocks: no engine and no AWS, but all of its inputs. */
export async function mockDeployment(
  files: Readonly<Record<string, string>>,
  { args = {}, config = {}, stack = "dev", region = "eu-central-1" }: MockOptions = {},
): Promise<Registered> {
  const { path, remove } = await createTemporaryFolder();
  const registered: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  process.env.XDG_CACHE_HOME = join(path, ".cache");
  try {
    await pulumi.runtime.setMocks(createMocks(registered, region), "shop", stack);
    pulumi.runtime.setAllConfig({ ...config });
    await pulumi.runtime.runInPulumiStack(async () => {
      const backend = new Backend("api", { source: path, ...args });
      return { arn: backend.aliasArn };
    });
    await pulumi.runtime.disconnect();
    return registered;
  } finally {
    delete process.env.XDG_CACHE_HOME;
    await remove();
  }
}

function createMocks(
  registered: Record<string, Readonly<Record<string, unknown>>>,
  region: string,
): pulumi.runtime.Mocks {
  const isChina = region.startsWith("cn-");
  const partition = isChina ? "aws-cn" : "aws";
  const dnsSuffix = isChina ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    newResource({ type, name, inputs, id }) {
      const physical = inputs.name ?? name;
      const arn = `arn:${partition}:${shorten(type)}:${physical}`;
      registered[`${shorten(type)} ${name}`] = inputs;
      return {
        id: id || `${name}-id`,
        state: {
          ...inputs,
          arn,
          apiEndpoint: `${inputs.protocolType === "WEBSOCKET" ? "wss" : "https"}://${name}.execute-api.${region}.${dnsSuffix}`,
          executionArn: `arn:${partition}:execute-api`,
          invokeArn: `invoke ${arn}`,
          url: `https://sqs.${region}.${dnsSuffix}/123456789012/${physical}`,
          version: "7",
        },
      };
    },
    call({ token }) {
      if (token.endsWith("getCallerIdentity")) return { accountId: "123456789012" };
      if (token.endsWith("getPartition")) return { partition };
      if (token.endsWith("getRegion")) return { region };
      throw new Error(`${token}: couldn't find resource`);
    },
  };
}

/** `aws:sqs/queue:Queue` -> `sqs.Queue` */
function shorten(type: string): string {
  const [, module = "", name] = type.split(":");
  return `${module.split("/")[0]}.${name}`;
}

/** All but the stack and the components themselves, sorted. */
export function resourceNames(registered: Registered): string[] {
  return Object.keys(registered)
    .filter((name) => !/^(?:pulumi|index)\./.test(name))
    .sort();
}
