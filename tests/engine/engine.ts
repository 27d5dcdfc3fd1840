import { mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROJECT } from "../support/source-file.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";
import { AwsAccount, type AwsAccountOptions } from "./aws/account.ts";
import { createStack, openStack, type Stack } from "./stack.ts";
import { ensureToolchain } from "./toolchain.ts";

/** Pulumi's real engine over a stand-in for AWS, in a temporary folder of its own. */
export interface Engine {
  /** For whatever starts `pulumi` itself, such as the Automation API. */
  readonly environment: Readonly<Record<string, string>>;
  /** The installation for `automation.PulumiCommand.get`: its `bin` has `pulumi`. */
  readonly root: string;
  readonly aws: AwsAccount;
  /** Writes a Pulumi program, from files by name; `Pulumi.yaml` among them. */
  createProject(files: ProgramFiles): Promise<Project>;
  /** Also ends what is still running. */
  remove(): Promise<void>;
}

export type ProgramFiles = Readonly<Record<string, string | Uint8Array>>;

/** A folder with a Pulumi program. */
export interface Project {
  readonly folder: string;
  /** Replaces or adds files. */
  write(files: ProgramFiles): Promise<void>;
  /** Makes a stack and sets its configuration. */
  createStack(name: string, configuration?: Readonly<Record<string, string>>): Promise<Stack>;
  /** A stack that there is, from this folder; with further variables, as on another machine. */
  openStack(name: string, environment?: Readonly<Record<string, string>>): Stack;
}

export interface EngineOptions extends AwsAccountOptions {
  /** Folders with further plugins, such as `pulumi-resource-queuerun`. */
  readonly plugins?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** How long the tests that start an engine may take: the first one in a checkout builds it. */
export const BUILD_TIMEOUT_MS = 20 * 60_000;

const AWS_PLUGIN = fileURLToPath(new URL("aws/bin", import.meta.url));

export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const { binFolder } = await ensureToolchain();
  const { path: folder, remove } = await createTemporaryFolder();
  for (const name of ["home", "state", "projects"]) await mkdir(join(folder, name));
  await symlink(binFolder, join(folder, "bin"));
  const aws = new AwsAccount(join(folder, "aws.sqlite"), options);
  const environment = {
    ...createEnvironment(folder, [binFolder, AWS_PLUGIN, ...(options.plugins ?? [])]),
    ...aws.environment,
    ...options.environment,
  };
  const stacks: Stack[] = [];
  let projects = 0;
  return {
    environment,
    root: folder,
    aws,
    async createProject(files) {
      const path = join(folder, "projects", String(++projects));
      await writeProgram(path, files);
      return {
        folder: path,
        write: (changed) => writeFiles(path, changed),
        async createStack(name, configuration = {}) {
          const stack = await createStack({ name, folder: path, environment, aws }, configuration);
          stacks.push(stack);
          return stack;
        },
        openStack(name, more = {}) {
          const place = { name, folder: path, environment: { ...environment, ...more }, aws };
          const stack = openStack(place);
          stacks.push(stack);
          return stack;
        },
      };
    },
    async remove() {
      for (const stack of stacks) await stack.kill();
      aws.close();
      await remove();
    },
  };
}

/** Nothing of the user's own Pulumi or AWS settings reaches a test. */
function createEnvironment(folder: string, binFolders: readonly string[]) {
  const node = dirname(process.execPath);
  return {
    PATH: [...binFolders, node, process.env.PATH ?? ""].join(delimiter),
    HOME: join(folder, "home"),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    // For --event-log
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NODE_OPTIONS: "--conditions=queuerun-source --disable-warning=ExperimentalWarning",
    NO_COLOR: "1",
  };
}

/** Programs import what this checkout has installed, and queuerun from its sources. */
async function writeProgram(folder: string, files: ProgramFiles): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(modules, { recursive: true });
  await symlink(join(PROJECT, "node_modules", "@pulumi"), join(modules, "@pulumi"));
  await symlink(PROJECT, join(modules, "queuerun"));
  const dependencies = { "@pulumi/aws": "*", "@pulumi/pulumi": "*" };
  const manifest = { private: true, type: "module", main: "index.ts", dependencies };
  await writeFiles(folder, { "package.json": JSON.stringify(manifest), ...files });
}

async function writeFiles(folder: string, files: ProgramFiles): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}
