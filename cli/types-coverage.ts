import { dirname, join, relative, resolve, sep } from "node:path";
import {
  createFilesMatcher,
  getTsconfig,
  parseTsconfig,
  type TsConfigJsonResolved,
  type TsConfigResult,
} from "get-tsconfig";

/** Why the compiler does not see the types, and what to write instead. */
export interface Uncovered {
  readonly message: string;
  readonly fix: string;
}

/**
 * Looks whether the tsconfig.json that is nearest to a backend covers its generated types: TypeScript
 * leaves folders out whose names begin with a dot, unless they are named.
 * @param types The absolute path of `types.d.ts`.
 * @returns Undefined if they are covered.
 */
export function findUncovered(folder: string, types: string): Uncovered | undefined {
  try {
    const nearest = getTsconfig(folder);
    if (nearest === null) return NO_CONFIG;
    const configs = [nearest, ...readReferences(nearest)];
    return configs.some((config) => covers(config, types)) ? undefined : explain(nearest, types);
  } catch (error) {
    return {
      message: `Cannot tell whether the compiler sees ${types}: ${(error as Error).message}`,
      fix: "Correct tsconfig.json",
    };
  }
}

const NO_CONFIG: Uncovered = {
  message: "There is no tsconfig.json: the compiler does not see the types",
  fix: `Write one beside package.json: { "extends": "./.queuerun/tsconfig.json" }`,
};

/** Of a tsconfig.json that only refers to others. */
function readReferences({ config, path }: TsConfigResult): TsConfigResult[] {
  return (config.references ?? []).map((reference) => {
    const given = resolve(dirname(path), reference.path);
    const file = given.endsWith(".json") ? given : join(given, "tsconfig.json");
    return { path: file, config: parseTsconfig(file) };
  });
}

function covers({ config, path }: TsConfigResult, types: string): boolean {
  return createFilesMatcher({ config, path })(types) !== undefined;
}

function explain({ config, path }: TsConfigResult, types: string): Uncovered {
  const file = relative(dirname(path), types).split(sep).join("/");
  const include = [...(config.include ?? (config.files === undefined ? ["**/*"] : [])), file];
  const changed: TsConfigJsonResolved = { ...config, include };
  const message = `"${path}" does not cover ${file}: the compiler does not see the types`;
  if (covers({ path, config: changed }, types))
    return { message, fix: `Write there: "include": ${JSON.stringify(include)}` };
  return { message, fix: `Leave out of its "exclude" what matches ${file}` };
}
