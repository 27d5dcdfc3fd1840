import { randomUUID } from "node:crypto";
import { AccessKeys, FUNCTION } from "../../dev/access-keys.ts";
import { prepareClient } from "../../dev/client-command.ts";
import { FunctionPool } from "../../dev/function-pool.ts";
import type { FunctionConfiguration } from "../../dev/instance.ts";
import type { InvocationResult } from "../../dev/invocation.ts";
import { DEFAULT_LIMITS, type Limits } from "../../dev/limits.ts";
import { createPackageFolder } from "../../dev/package-folder.ts";
import type { Concurrency } from "../../manifest/concurrency.ts";
import { createOutput } from "./dev-output.ts";
import { createPackage, type PackageOptions } from "./dev-package.ts";

export interface TestPool {
  readonly pool: FunctionPool;
  readonly lines: string[];
  /** Resolves to the first line that matches, now or later. */
  find(pattern: RegExp): Promise<string>;
  /** Invokes and resolves to the result; a payload is parsed. */
  invoke(event?: unknown, overflow?: "refuse" | "wait"): Promise<unknown>;
  /** Replaces the package. */
  deploy(code: string): Promise<void>;
  close(): Promise<void>;
}

export interface TestPoolOptions extends PackageOptions, Partial<Concurrency> {
  readonly limits?: Partial<Limits>;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A pool of real processes that run `code`. */
export async function startPool(code: string, options: TestPoolOptions = {}): Promise<TestPool> {
  const folder = await createPackageFolder();
  const keys = new AccessKeys();
  const client = await prepareClient(folder.path);
  const { lines, find, write: output } = createOutput();
  const configure = async (source: string): Promise<FunctionConfiguration> => {
    const { manifest, ...archive } = createPackage(source, options);
    return {
      ...manifest.function,
      taskRoot: await folder.unzip(archive),
      home: folder.home,
      variables: options.variables ?? {},
      client,
      output,
      issueCredentials: () => keys.issue(FUNCTION),
    };
  };
  const { reserved = "off", provisioned = "off" } = options;
  const pool = new FunctionPool({
    configuration: await configure(code),
    concurrency: { reserved, provisioned },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    freed: () => {},
  });
  return {
    pool,
    lines,
    find,
    async invoke(event = {}, overflow = "refuse") {
      const invocation = { requestId: randomUUID(), traceId: "Root=1-2-3" };
      return parse(await pool.invoke({ ...invocation, payload: JSON.stringify(event) }, overflow));
    },
    deploy: async (source) => void pool.replace(await configure(source)),
    async close() {
      await pool.close();
      await folder.remove();
    },
  };
}

function parse(result: InvocationResult): unknown {
  return result.status === "success" ? JSON.parse(result.payload) : result;
}
