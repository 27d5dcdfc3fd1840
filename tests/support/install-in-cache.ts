import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PROJECT } from "./source-file.ts";

/**
 * Installs a package of the checkout that is kept outside of it, and resolves to where it is. The first
 * time takes a while, and says so.
 * @param folder Relative to the checkout: `tests/ric`.
 */
export async function installInCache(folder: string): Promise<string> {
  const script = join(PROJECT, "scripts", "install.mjs");
  const child = spawn(process.execPath, [script, join(PROJECT, folder)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let path = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    path += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`Cannot install ${folder}: see above`);
  return path.trim();
}

/** Resolves to the main file of the runtime interface client that AWS publishes. */
export async function installOfficialClient(): Promise<string> {
  const folder = await installInCache("tests/ric");
  return join(folder, "node_modules", "aws-lambda-ric", "index.mjs");
}
