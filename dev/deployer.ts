import { packVariables, VARIABLES } from "../manifest/environment.ts";
import { deployedQueues } from "../manifest/internal-queue.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Problem } from "../manifest/problem.ts";
import { type AccessKeys, FUNCTION } from "./access-keys.ts";
import { createRoleVariables } from "./aws-endpoint/role-variables.ts";
import { prepareClient } from "./client-command.ts";
import type { LocalPolicies } from "./gate/local-policies.ts";
import type { FunctionConfiguration } from "./instance.ts";
import type { LocalQueues } from "./local-queues.ts";
import type { LocalSocket } from "./local-socket.ts";
import { createPackageFolder } from "./package-folder.ts";
import type { PackageSource } from "./package-source.ts";

/** A deployment package, ready to be run. */
export interface Deployment {
  readonly manifest: Manifest;
  readonly warnings: readonly Problem[];
  /** Files outside the backend folder that it was made from, as absolute paths. */
  readonly outsideFiles: readonly string[];
  readonly configuration: FunctionConfiguration;
}

export interface DeployerOptions {
  readonly source: PackageSource;
  readonly queues: LocalQueues;
  readonly socket: LocalSocket;
  /** Of the HTTP API. */
  readonly url: string;
  readonly environment: () => Promise<Readonly<Record<string, string>>>;
  readonly output: (line: string) => void;
  readonly keys: AccessKeys;
  readonly policies: LocalPolicies;
  /** Of AWS, for the backend's own code. Undefined: it has no role. */
  readonly awsUrl: string | undefined;
  /** Undefined: ours. */
  readonly runtimeInterfaceClient: readonly string[] | undefined;
}

/** Makes what the function runs with, again and again. */
export interface Deployer {
  /**
   * Builds, unzips and creates queues. Resolves to the same deployment when nothing has changed.
   * @throws {BackendError} with all problems of the backend.
   */
  deploy(): Promise<Deployment>;
  /** Removes the permissions and files of a deployment that nothing runs any more. */
  release(deployment: Deployment): Promise<void>;
  close(): Promise<void>;
}

export async function createDeployer(options: DeployerOptions): Promise<Deployer> {
  const { source, queues, socket, output, keys, policies } = options;
  const folder = await createPackageFolder();
  const client = options.runtimeInterfaceClient ?? prepareClient(folder.path);
  let last: { readonly key: string; readonly deployment: Deployment } | undefined;
  return {
    async deploy() {
      const made = await Promise.all([source.build(), options.environment(), client]);
      const [{ manifest, warnings, zip, sha256 }, variables, clientArguments] = made;
      const key = JSON.stringify([sha256, variables]);
      if (last?.key === key) return last.deployment;
      await queues.prepare(deployedQueues(manifest), manifest.function.timeoutSeconds);
      await socket.prepare(manifest.socket);
      const configuration: FunctionConfiguration = {
        ...manifest.function,
        taskRoot: await folder.unzip({ zip, sha256 }),
        home: folder.home,
        variables: createVariables(variables, options),
        client: clientArguments,
        output,
        issueCredentials: () => keys.issue(FUNCTION),
      };
      const outsideFiles = await source.outsideFiles();
      policies.add(manifest);
      last = { key, deployment: { manifest, warnings, outsideFiles, configuration } };
      return last.deployment;
    },
    async release({ configuration, manifest }) {
      policies.remove(manifest);
      await folder.release(configuration.taskRoot);
    },
    async close() {
      await source.dispose();
      await folder.remove();
    },
  };
}

/** The user's own come before what would only help their code along. */
function createVariables(
  user: Readonly<Record<string, string>>,
  { queues, socket, url, awsUrl }: DeployerOptions,
): Record<string, string> {
  const services = { ...queues.variables, ...socket.variables };
  return {
    ...(awsUrl === undefined ? {} : createRoleVariables(awsUrl, services, user)),
    ...packVariables(user),
    [VARIABLES.url]: url,
    ...services,
  };
}
