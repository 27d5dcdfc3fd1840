import { fork } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompiledRoutes } from "../../build/compile-routes.ts";
import type { HandlerSchemas, SchemasMessage } from "./schemas-process.ts";

/** What the routes' own code says of them. */
export interface DescribedRoutes {
  /** By file, then by export. */
  readonly schemas: ReadonlyMap<string, Readonly<Record<string, HandlerSchemas>>>;
  /** What has no schema, and why. */
  readonly notes: readonly string[];
}

/** Loads the routes in a process of their own, which has no credentials, and is killed when its time is up. */
export async function describeRoutes(
  { folder, manifest, files }: CompiledRoutes,
  timeoutSeconds: number,
): Promise<DescribedRoutes> {
  const temporary = await mkdtemp(join(tmpdir(), "queuerun-routes-"));
  try {
    await Promise.all(
      files.map(async ({ name, content }) => {
        await mkdir(dirname(join(temporary, name)), { recursive: true });
        await writeFile(join(temporary, name), content);
      }),
    );
    const messages = await runProcess(temporary, folder, timeoutSeconds);
    const missing = manifest.routes.filter(
      ({ file }) => !messages.some((message) => message.file === file),
    );
    return {
      schemas: new Map(messages.map(({ file, handlers }) => [file, handlers])),
      notes: [
        ...messages.flatMap(({ notes }) => notes),
        ...missing.map(
          ({ file }) =>
            `${file} cannot be loaded: its process has ended, or took more than ${timeoutSeconds} s`,
        ),
      ],
    };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const PROCESS = fileURLToPath(
  new URL(`./schemas-process${extname(import.meta.url)}`, import.meta.url),
);

function runProcess(
  temporary: string,
  folder: string,
  timeoutSeconds: number,
): Promise<SchemasMessage[]> {
  const messages: SchemasMessage[] = [];
  const child = fork(PROCESS, [join(temporary, "index.mjs"), folder], {
    // No env file is found from here
    cwd: temporary,
    env: createEnvironment(),
    execArgv: ["--disable-warning=ExperimentalWarning"],
    // The document goes to stdout: what the backend prints must not
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutSeconds * 1_000);
  child.on("message", (message) => {
    if (isSchemas(message)) messages.push(message);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(timer);
      resolve(messages);
    });
  });
}

function isSchemas(message: unknown): message is SchemasMessage {
  return (
    typeof message === "object" &&
    message !== null &&
    "kind" in message &&
    message.kind === "queuerun:schemas"
  );
}

/** Neither variables of this process nor of an env file; and no credentials from where AWS's SDK looks. */
function createEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
