import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createTemporaryFolder } from "./temporary-folder.ts";

/** The environment of a developer, in which each way of AWS's default chain leads to `DEVELOPERKEY`. */
export interface DeveloperShell {
  readonly env: NodeJS.ProcessEnv;
  /** The file with the keys of the profile "shop". */
  readonly credentialsFile: string;
  /** Writes an env file, and resolves to its path. */
  writeEnvFile(text: string): Promise<string>;
  /** How often somebody asked for the container's keys. */
  requests(): number;
  close(): Promise<void>;
}

export async function createDeveloperShell(): Promise<DeveloperShell> {
  const { path, remove } = await createTemporaryFolder();
  const credentialsFile = join(path, ".aws", "credentials");
  const tokenFile = join(path, "token");
  await mkdir(join(path, ".aws"));
  const keys = "aws_access_key_id = DEVELOPERKEY\naws_secret_access_key = secret\n";
  await writeFile(credentialsFile, `[default]\n${keys}[shop]\n${keys}`);
  await writeFile(tokenFile, "DEVELOPERKEY");
  const container = await startContainerCredentials();
  const env = {
    ...process.env,
    HOME: path,
    AWS_ACCESS_KEY_ID: "DEVELOPERKEY",
    AWS_SECRET_ACCESS_KEY: "DEVELOPERKEY",
    AWS_SESSION_TOKEN: "DEVELOPERKEY",
    AWS_PROFILE: "shop",
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: container.url,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: "DEVELOPERKEY",
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/DEVELOPERKEY",
  };
  return {
    env,
    credentialsFile,
    async writeEnvFile(text) {
      const file = join(path, ".env");
      await writeFile(file, text);
      return file;
    },
    requests: container.requests,
    async close() {
      await container.close();
      await remove();
    },
  };
}

async function startContainerCredentials() {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.end(JSON.stringify({ AccessKeyId: "DEVELOPERKEY", SecretAccessKey: "secret" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests: () => requests,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
