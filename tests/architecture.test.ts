import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { discoverSources, PROJECT, parseSource, type SourceFile } from "./support/source-file.ts";

/**
 * What each folder may import: data flows one way, from the backend folder through the build to
 * whatever serves it. Node's own modules are free everywhere but in the pure contract.
 */
const FOLDERS: Readonly<Record<string, { folders: string[]; packages: string[] }>> = {
  manifest: { folders: [], packages: ["leven"] },
  permissions: { folders: ["manifest"], packages: [] },
  sdk: { folders: ["manifest"], packages: ["jose", "leven"] },
  client: { folders: ["manifest", "sdk"], packages: [] },
  runtime: {
    folders: ["manifest", "sdk"],
    packages: [
      "@aws-sdk/client-apigatewaymanagementapi",
      "@aws-sdk/client-dynamodb",
      "@smithy/signature-v4",
      "aws-lambda",
      "cookie",
    ],
  },
  build: {
    folders: ["manifest"],
    packages: ["@babel/code-frame", "esbuild", "fflate", "leven", "oxc-parser"],
  },
  provider: {
    folders: ["manifest", "permissions", "build"],
    packages: ["@pulumi/aws", "@pulumi/pulumi"],
  },
  dev: {
    folders: ["manifest", "permissions", "build"],
    packages: ["aws-lambda", "chokidar", "croner", "dynalite", "esbuild", "fauxqs", "ws"],
  },
  testing: { folders: ["dev", "sdk"], packages: ["ws"] },
  cli: {
    folders: ["manifest", "permissions", "sdk", "runtime", "build", "provider", "dev", "testing"],
    packages: ["commander", "get-tsconfig"],
  },
};
/** Load code of the runtime on demand, and nothing else: it may import the modules that wait for it. */
const LOADERS = ["runtime/load-on-demand.ts", "runtime/queue/load.ts"];
const ENTRIES = ["index.ts", "sdk/index.ts", "client/index.ts", "testing/index.ts"];

const sources = Object.keys(FOLDERS).flatMap(discoverSources);
const tests = ["tests", "bench", "soak"].flatMap(discoverSources);
/** Of the components: it only names them, and so is in no folder. */
const entry = parseSource("index.ts", readFileSync(join(PROJECT, "index.ts"), "utf8"));
const byPath = new Map([...sources, ...tests, entry].map((file) => [file.path, file]));

describe("architecture", () => {
  it("lets each folder import only what the table allows", () => {
    assert.deepEqual(sources.flatMap(forbiddenImports), []);
  });

  it("has a place in the table for every folder of sources", () => {
    const folders = trackedFiles()
      .filter((path) => path.endsWith(".ts") && path.includes("/"))
      .map((path) => path.slice(0, path.indexOf("/")));
    const known = [
      ...Object.keys(FOLDERS),
      ...["tests", "bench", "soak", "examples", "scripts", "templates"],
    ];
    assert.deepEqual(
      [...new Set(folders)].filter((folder) => !known.includes(folder)),
      [],
    );
  });

  it("uses every package it depends on", () => {
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    const used = new Set(sources.flatMap((file) => file.imports));
    assert.deepEqual(
      Object.keys(dependencies).filter((name) => !used.has(name)),
      [],
    );
  });

  it("keeps the environment out of the contract, the policies and the SDK", () => {
    const pure = sources.filter((file) => /^(manifest|permissions|sdk|client)\//.test(file.path));
    assert.deepEqual(
      pure.filter((file) => file.readsEnvironment).map(({ path }) => path),
      [],
    );
  });

  it("has no circle of files", () => {
    assert.deepEqual(findCircles(), []);
  });

  it("documents every export of a package entry", () => {
    const undocumented = ENTRIES.flatMap((entry) => publicExports(entry))
      .filter(({ documented }) => !documented)
      .map(({ file, name }) => `${file}: ${name}`);
    assert.deepEqual(undocumented, []);
  });

  it("keeps files and functions small", () => {
    assert.deepEqual(
      [...sources, ...tests].filter(({ lines }) => lines > 300).map(({ path }) => path),
      [],
    );
    const long = sources.flatMap(({ path, functions }) =>
      functions
        .filter(({ lines }) => lines > 60)
        .map(({ line, lines }) => `${path}:${line}: ${lines} lines`),
    );
    assert.deepEqual(long, []);
    const sizes = sources.flatMap(({ functions }) => functions.map(({ lines }) => lines));
    const medians = { file: median(sources.map(({ lines }) => lines)), function: median(sizes) };
    assert.ok(medians.file <= 110, `Median of file sizes is ${medians.file} lines`);
    assert.ok(medians.function <= 10, `Median of function sizes is ${medians.function} lines`);
  });

  it("names no path of the machine it was written on", () => {
    const texts = trackedFiles().map((path) => [path, readFileSync(join(PROJECT, path), "utf8")]);
    const messages = execFileSync("git", ["log", "--format=%B"], {
      cwd: PROJECT,
      encoding: "utf8",
    });
    const paths = [PROJECT.slice(0, -1), homedir()].map(
      (path) => new RegExp(`(?<![\\w.-])${path.replaceAll(/\W/g, "\\$&")}(?![\\w-])`),
    );
    const named = [...texts, ["commit messages", messages]]
      .filter(([, text = ""]) => paths.some((path) => path.test(text)))
      .map(([path]) => path);
    assert.deepEqual(named, []);
  });
});

describe("parseSource", () => {
  it("finds every way to name a module, and what an export is", () => {
    const text = [
      'import { a } from "./a.ts";',
      'import type { B } from "@scope/b/deep.js";',
      'export { c as d } from "../c.ts";',
      'export * from "node:fs";',
      "/** Documented. */",
      'export const e = () => import("./e.ts"), f = process.env;',
      'export type G = typeof import("g");',
    ].join("\n");
    assert.deepEqual(parseSource("x/y.ts", text), {
      path: "x/y.ts",
      lines: 7,
      imports: ["x/a.ts", "@scope/b", "c.ts", "node:fs", "x/e.ts", "g"],
      functions: [{ line: 6, lines: 1 }],
      exports: [
        { name: "d", from: { file: "c.ts", name: "c" }, documented: false },
        { name: "e", from: null, documented: true },
        { name: "f", from: null, documented: true },
        { name: "G", from: null, documented: false },
      ],
      readsEnvironment: true,
    });
  });
});

function forbiddenImports(file: SourceFile): string[] {
  const folder = file.path.slice(0, file.path.indexOf("/"));
  const allowed = FOLDERS[folder];
  return file.imports
    .filter((name) => {
      // But for the one file of the contract that looks at the disk, and hashes, which are pure
      if (name.startsWith("node:"))
        return (
          /^(manifest|permissions)$/.test(folder) &&
          file.path !== "manifest/discover.ts" &&
          name !== "node:crypto"
        );
      const target = name.slice(0, name.indexOf("/"));
      if (!name.endsWith(".ts")) return !allowed?.packages.includes(name);
      return target !== folder && !allowed?.folders.includes(target);
    })
    .map((name) => `${file.path}: ${name}`);
}

/** Relative imports of TypeScript files. */
function localImports(file: SourceFile): string[] {
  return file.imports.filter((name) => name.endsWith(".ts"));
}

function findCircles(): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path))
      circles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    const file = byPath.get(path);
    if (file === undefined || done.has(path) || trail.includes(path)) return;
    if (LOADERS.includes(path)) return;
    for (const next of localImports(file)) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of byPath.keys()) visit(path, []);
  return circles;
}

/** What a package entry exports, each at the place where it is declared. */
function publicExports(entry: string): { file: string; name: string; documented: boolean }[] {
  const file = byPath.get(entry);
  assert.ok(file, `No file "${entry}"`);
  return file.exports.map(({ name, from, documented }) => {
    const found = from && publicExports(from.file).find((declared) => declared.name === from.name);
    return found ?? { file: entry, name, documented };
  });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function trackedFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "-z"], { cwd: PROJECT, encoding: "utf8" });
  return list.split("\0").filter((path) => path !== "" && existsSync(join(PROJECT, path)));
}
