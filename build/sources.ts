import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ReadModule, readModule } from "./read-module.ts";

/** Reads the modules of a backend, and again only those that have changed. */
export interface ModuleReader {
  read(files: readonly string[]): Promise<readonly ReadModule[]>;
}

export function createModuleReader(folder: string): ModuleReader {
  let known = new Map<string, { text: string; module: ReadModule }>();
  return {
    async read(files) {
      const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
      const entries = files.map((file, index) => {
        const text = texts[index] ?? "";
        const last = known.get(file);
        return [
          file,
          last?.text === text ? last : { text, module: readModule(file, text) },
        ] as const;
      });
      known = new Map(entries);
      return entries.map(([, { module }]) => module);
    },
  };
}
