import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createTemporaryFolder } from "../../tests/support/temporary-folder.ts";
import { installPeers } from "../peers.ts";
import { createQueuerunProject } from "./queuerun-project.ts";
import type { ServerCommand } from "./server.ts";

export type LocalServer = "queuerun" | "serverless" | "architect";

export interface LocalProjects {
  readonly commands: Readonly<Record<LocalServer, ServerCommand>>;
  remove(): Promise<void>;
}

/** Of the route that all projects have. */
export const PATH = "/users/42";

/** Projects with the same route. */
export async function createLocalProjects(): Promise<LocalProjects> {
  const { path, remove } = await createTemporaryFolder();
  const files = { "backend/api/users/[id].ts": QUEUERUN_ROUTE };
  const commands = {
    queuerun: await createQueuerunProject("shop", files),
    serverless: await createServerlessProject(join(path, "serverless")),
    architect: await createArchitectProject(join(path, "architect")),
  };
  return { commands, remove };
}

const QUEUERUN_ROUTE = "export const get = async ({ params }) => ({ id: params.id });\n";

/** What the peers' handlers return: the same as the route of queuerun. */
const ANSWER = `async (event) => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ id: event.pathParameters.id }),
});
`;

const SERVERLESS = {
  service: "shop",
  frameworkVersion: "3",
  provider: { name: "aws", runtime: "nodejs20.x" },
  plugins: ["serverless-offline"],
  functions: { user: { handler: "handler.get", events: [{ httpApi: "GET /users/{id}" }] } },
};

async function createServerlessProject(folder: string): Promise<ServerCommand> {
  await createPeerProject(folder, {
    // JSON is YAML
    "serverless.yml": JSON.stringify(SERVERLESS),
    "handler.mjs": `export const get = ${ANSWER}`,
  });
  return {
    cwd: folder,
    file: join(folder, "node_modules", ".bin", "serverless"),
    args: ([port, lambdaPort]) => [
      "offline",
      ...["--host", "127.0.0.1", "--httpPort", String(port), "--lambdaPort", String(lambdaPort)],
    ],
    // It asks nobody and tells nobody
    env: {
      SLS_TELEMETRY_DISABLED: "1",
      SLS_NOTIFICATIONS_MODE: "off",
      AWS_ACCESS_KEY_ID: "x",
      AWS_SECRET_ACCESS_KEY: "x",
    },
  };
}

async function createArchitectProject(folder: string): Promise<ServerCommand> {
  await createPeerProject(folder, {
    "app.arc": "@app\nshop\n\n@http\nget /users/:id\n",
    "src/http/get-users-000id/index.mjs": `export const handler = ${ANSWER}`,
  });
  return {
    cwd: folder,
    file: join(folder, "node_modules", ".bin", "sandbox"),
    args: ([port]) => ["--host", "127.0.0.1", "--port", String(port), "--disable-symlinks"],
    env: { ARC_LOCAL: "1" },
  };
}

async function createPeerProject(folder: string, files: Readonly<Record<string, string>>) {
  const all = { "package.json": '{ "name": "shop", "private": true }', ...files };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await symlink(join(await installPeers(), "node_modules"), join(folder, "node_modules"));
}
