import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runCommand } from "../../tests/support/run-command.ts";
import { formatNumber } from "../figure.ts";
import type { Benchmark } from "../row.ts";
import { GET_USER } from "./http-event.ts";
import { createPackages } from "./packages.ts";

const PRINT_LOADED = fileURLToPath(new URL("print-loaded.ts", import.meta.url));
const KILOBYTE = 1024;

export const size: Benchmark<"loaded"> = {
  rows: {
    loaded: {
      work: "Code that every route loads, minified",
      against: "the files that a request of a one-line route has loaded",
      unit: "KB",
      goal: { atMost: 12 },
    },
  },
  async measure() {
    const route = "export const get = ({ params }) => ({ id: params.id });\n";
    const { packages, remove } = await createPackages({
      backend: { "api/users/[id].ts": route },
      peers: {},
    });
    try {
      const files = await findLoaded(packages.queuerun.folder);
      const sizes = files.map((file) => ({ file, kilobytes: statSync(file).size / KILOBYTE }));
      return {
        loaded: {
          value: sizes.reduce((sum, { kilobytes }) => sum + kilobytes, 0),
          details: sizes
            .map(({ file, kilobytes }) => `${basename(file)} ${formatNumber(kilobytes)}`)
            .join(", "),
        },
      };
    } finally {
      await remove();
    }
  },
};

async function findLoaded(folder: string): Promise<string[]> {
  const entry = pathToFileURL(join(folder, "index.mjs")).href;
  const args = [PRINT_LOADED, entry, JSON.stringify(GET_USER)];
  const { code, stdout, stderr } = await runCommand(process.execPath, args, { cwd: folder });
  if (code !== 0) throw new Error(`Cannot tell what a request loads: ${stderr}`);
  return (JSON.parse(stdout) as string[]).map((url) => fileURLToPath(url));
}
