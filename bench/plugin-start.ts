import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { transform } from "esbuild";
import { PROJECT } from "../tests/support/source-file.ts";
import { createTemporaryFolder } from "../tests/support/temporary-folder.ts";
import { formatNumber } from "./figure.ts";
import type { Benchmark } from "./row.ts";
import { measureByTurns, medians } from "./statistics.ts";

const PLUGIN = fileURLToPath(new URL("../provider/main.ts", import.meta.url));

/** From the start of the plugin's process to its first answer, the schema. */
export const plugin: Benchmark<"start"> = {
  rows: {
    start: {
      work: "Pulumi plugin: start to first answer, the schema",
      against: "beside Pulumi's own host of a component of one argument",
      unit: "s",
      goal: { atMost: 0.6 },
    },
  },
  async measure({ longRounds }) {
    const { path, remove } = await createStockHost();
    try {
      const subjects = {
        queuerun: () => measureStart(PLUGIN),
        stock: () => measureStart(join(path, "index.js")),
      };
      const ms = medians(await measureByTurns(subjects, longRounds), (value) => value);
      const details = `Pulumi's own host ${formatNumber(ms.stock / 1000)} s`;
      return { start: { value: ms.queuerun / 1000, details } };
    } finally {
      await remove();
    }
  },
};

/** What Pulumi's documentation of components has: the schema is made from the source at each start. */
const STOCK_SOURCE = `import * as pulumi from "@pulumi/pulumi";
import { componentProviderHost } from "@pulumi/pulumi/provider/experimental";

export interface BackendArgs {
  source: pulumi.Input<string>;
}

export class Backend extends pulumi.ComponentResource {
  public readonly url: pulumi.Output<string>;
  constructor(name: string, args: BackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("stock:index:Backend", name, args, opts);
    this.url = pulumi.output(args.source);
    this.registerOutputs({ url: this.url });
  }
}

void componentProviderHost({ name: "stock", components: [Backend] });
`;

async function createStockHost() {
  const folder = await createTemporaryFolder();
  await mkdir(join(folder.path, "node_modules"));
  for (const name of ["@pulumi", "typescript"])
    await symlink(join(PROJECT, "node_modules", name), join(folder.path, "node_modules", name));
  const dependencies = { "@pulumi/pulumi": "*" };
  const manifest = { name: "stock", version: "1.0.0", main: "index.js", dependencies };
  const tsconfig = { compilerOptions: { module: "commonjs", target: "es2022", strict: true } };
  const files = {
    "package.json": JSON.stringify(manifest),
    "tsconfig.json": JSON.stringify(tsconfig),
    "index.ts": STOCK_SOURCE,
    // It runs as CommonJS only
    "index.js": (await transform(STOCK_SOURCE, { loader: "ts", format: "cjs" })).code,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);
  return folder;
}

async function measureStart(main: string): Promise<number> {
  const started = performance.now();
  // As the engine starts it: with the address of an engine, which is not called before a component is made
  const args = ["--conditions=queuerun-source", "--disable-warning=ExperimentalWarning", main];
  const host = spawn(process.execPath, [...args, "127.0.0.1:1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const port = await Promise.race([
      once(createInterface(host.stdout), "line") as Promise<[string]>,
      once(host, "exit").then(([code]) => {
        throw new Error(`${main} ended with ${code}`);
      }),
    ]);
    await askSchema(`127.0.0.1:${port}`);
    return performance.now() - started;
  } finally {
    host.kill();
  }
}

async function askSchema(address: string): Promise<void> {
  const client = new services.ResourceProviderClient(address, credentials.createInsecure());
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.getSchema(new messages.GetSchemaRequest(), (error: Error | null) =>
    error === null ? resolve() : reject(error),
  );
  await promise.finally(() => client.close());
}
