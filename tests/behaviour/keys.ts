import assert from "node:assert/strict";
import { join } from "node:path";
import { createDeveloperShell, type DeveloperShell } from "../support/developer-shell.ts";
import { PROJECT } from "../support/source-file.ts";
import { type StartedCommand, startCommand } from "../support/start-command.ts";

export const KEY_HUNT = join(PROJECT, "tests", "fixtures", "key-hunt");
export const NODE_OPTIONS = ["--conditions=queuerun-source", "--"];

/** What nobody must find: keys of the runtime, keys of the developer, and places for either. */
const KEY = /ASIARUNTIME|DEVELOPERKEY/g;
const VARIABLE =
  /AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|CONTAINER_\w+|WEB_IDENTITY_TOKEN_FILE|SHARED_CREDENTIALS_FILE)["=]/;

/** @param createCommand Arguments for Node that serve the backend in a folder, with an env file. */
export function describeKeys(
  what: string,
  createCommand: (folder: string, envFile: string) => Promise<readonly string[]>,
): void {
  describe(`keys, in ${what}`, function () {
    this.timeout("1m");
    let shell: DeveloperShell;
    let served: StartedCommand | undefined;
    let url = "";

    before(async function () {
      this.timeout("3m");
      shell = await createDeveloperShell();
      // Builds the client, the first time
      await createCommand("", "");
    });
    after(() => shell.close());
    afterEach(async () => {
      assert.equal(await served?.stop(), 0, served?.output());
    });

    async function serve(variables: string): Promise<void> {
      const command = await createCommand(KEY_HUNT, await shell.writeEnvFile(variables));
      served = startHunt(command, shell);
      [url] = await served.waitFor(/http:\S+(?= serves)/);
    }

    async function ask<T>(path: string): Promise<T> {
      const response = await fetch(url + path);
      assert.equal(response.status, 200, served?.output());
      return (await response.json()) as T;
    }

    it("are found in none of the places where code looks for them", async () => {
      await serve("");
      const seen = await ask<Record<string, unknown>>("/hunt");
      assert.deepEqual(findKeys(seen), []);
      const [first, second] = seen["AWS's default chain"] as { value: string; sockets: number }[];
      const value = "CredentialsProviderError: Could not load credentials from any providers";
      assert.deepEqual(
        [first, second].map((answer) => [answer?.value, answer?.sockets]),
        [
          [value, 0],
          [value, 0],
        ],
      );
      assert.equal(shell.requests(), 0);
    });

    // The local cloud runs as the developer, who can read what it was started with
    if (process.platform === "linux")
      it("are the developer's, and not the runtime's, where the local cloud was started", async () => {
        await serve("");
        const environ = await ask<string>("/parent");
        assert.deepEqual([...new Set(environ.match(KEY))], ["DEVELOPERKEY"]);
      });

    it("are the user's own if the env file has some, and the runtime goes on with its own", async () => {
      await serve(
        [
          "AWS_ACCESS_KEY_ID=AKIAOFTHEUSER",
          "AWS_SECRET_ACCESS_KEY=hush",
          "AWS_SESSION_TOKEN=for an hour",
          "AWS_REGION=eu-north-1",
        ].join("\n"),
      );
      assert.deepEqual(await ask("/own"), {
        accessKeyId: "AKIAOFTHEUSER",
        secretAccessKey: "hush",
        sessionToken: "for an hour",
        region: "eu-north-1",
      });
      await served?.waitFor(/To ann/);
    });

    it("are those of a profile that the env file names", async () => {
      await serve(`AWS_PROFILE=shop\nAWS_SHARED_CREDENTIALS_FILE=${shell.credentialsFile}`);
      assert.deepEqual(await ask("/own"), {
        accessKeyId: "DEVELOPERKEY",
        secretAccessKey: "secret",
        region: "us-east-1",
      });
      await served?.waitFor(/To ann/);
    });
  });
}

/** @param command Arguments for Node. */
export function startHunt(command: readonly string[], { env }: DeveloperShell): StartedCommand {
  const args = [...NODE_OPTIONS, ...command];
  return startCommand(process.execPath, args, { cwd: PROJECT, env: { ...env, PORT: "0" } });
}

/** The ways that have seen keys, or places where some are. */
export function findKeys(seen: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(seen)
    .filter(([way, value]) => {
      const text = JSON.stringify(value);
      // The AWS SDK, in the package, has the names of variables
      return text.search(KEY) >= 0 || (way !== "files of the package" && VARIABLE.test(text));
    })
    .map(([way]) => way);
}
