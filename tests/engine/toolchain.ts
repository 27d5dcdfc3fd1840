import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildProgram, findGo } from "./go-build.ts";
import { withLock } from "./process-lock.ts";

/** Where `pulumi` and its language hosts are. */
export interface Toolchain {
  readonly binFolder: string;
}

const VERSION = "v3.258.0";
const TOOLS = fileURLToPath(new URL("tools", import.meta.url));

/** Pinned by the go.mod and go.sum in a folder of `tools`. */
const PROGRAMS = [
  {
    folder: "pulumi",
    name: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    flags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${VERSION}`,
  },
  {
    folder: "yaml",
    name: "pulumi-language-yaml",
    package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    flags: "-s -w",
  },
  {
    folder: "nodejs",
    name: "pulumi-language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    flags: "-s -w",
  },
];

let toolchain: Promise<Toolchain> | undefined;

/** Finds Pulumi's engine on PATH, or builds it: once in about 5 minutes, kept outside the checkout. */
export function ensureToolchain(): Promise<Toolchain> {
  toolchain ??= findOnPath("pulumi") ? Promise.resolve(installed()) : buildOnce();
  return toolchain;
}

function installed(): Toolchain {
  return { binFolder: dirname(findOnPath("pulumi") ?? "") };
}

async function buildOnce(): Promise<Toolchain> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "queuerun", "engine");
  const binFolder = join(cache, digest());
  if (existsSync(binFolder)) return { binFolder };
  await mkdir(cache, { recursive: true });
  await withLock(`${binFolder}.lock`, "Pulumi's engine is being built", async () => {
    if (!existsSync(binFolder)) await build(binFolder);
  });
  return { binFolder };
}

/** The folder appears complete: other processes take its existence for a finished build. */
async function build(binFolder: string): Promise<void> {
  const go = findOnPath("go") ?? findGo();
  const unfinished = `${binFolder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  process.stderr.write('No "pulumi" on PATH: building it with Go (once, about 5 minutes)\n');
  for (const program of PROGRAMS)
    await buildProgram(go, {
      ...program,
      folder: join(TOOLS, program.folder),
      output: join(unfinished, program.name),
    });
  await rename(unfinished, binFolder);
}

/** Of everything the programs are made from. */
function digest(): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([process.platform, process.arch, PROGRAMS]));
  for (const { folder } of PROGRAMS)
    for (const file of ["go.mod", "go.sum", "tools.go"])
      hash.update(readFileSync(join(TOOLS, folder, file)));
  return hash.digest("hex").slice(0, 32);
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
