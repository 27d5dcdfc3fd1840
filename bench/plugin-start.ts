import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { createTime, median, type Row } from "./row.ts";

const PLUGIN = fileURLToPath(new URL("../provider/main.ts", import.meta.url));

/** From the start of the plugin's process to its first answer, the schema. */
export async function measurePluginStart(runs: number): Promise<readonly Row[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await measureStart());
  return [createTime("plugin: start to first answer", median(times), 0.6)];
}

async function measureStart(): Promise<number> {
  const started = performance.now();
  // As the engine starts it: with the address of an engine, which is not called before a component is made
  const args = ["--conditions=queuerun-source", PLUGIN, "127.0.0.1:1"];
  const plugin = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = (await once(createInterface(plugin.stdout), "line")) as [string];
    await askSchema(`127.0.0.1:${port}`);
    return performance.now() - started;
  } finally {
    plugin.kill();
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
