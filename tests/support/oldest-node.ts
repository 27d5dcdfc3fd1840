import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { PROJECT } from "./source-file.ts";

const { engines } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
const [OLDEST] = /[\d.]+$/.exec(engines.node) ?? [];

/** Whether the oldest Node that the package names knows all syntax of some TypeScript. */
export function isReadByOldestNode(text: string): boolean {
  const [kept, lowered] = ["esnext", `node${OLDEST}`].map((target) =>
    transformSync(text, { loader: "tsx", target, jsx: "preserve" }),
  );
  return kept?.code === lowered?.code;
}
