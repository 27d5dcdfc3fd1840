import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { createAppName } from "../manifest/app-name.ts";
import { classifyFiles } from "../manifest/classify.ts";
import { discoverFiles } from "../manifest/discover.ts";
import { parseGithubArgs } from "../permissions/github-trust.ts";
import { completeNeeds, type Needs } from "../permissions/needs.ts";
import { checkPermissionsArgs } from "./check-permissions-args.ts";
import type { Deployment } from "./deployment.ts";
import { InputsError } from "./inputs-error.ts";
import { Feature, type PermissionsArgs } from "./permissions-args.ts";

/** All that is known of the tiers before there is any resource. */
export interface PreparedPermissions {
  readonly app: string;
  readonly needs: Needs;
  /** `sub` in the tokens of the workflow runs that may deploy; absent: none may. */
  readonly githubSubject?: string;
}

/** @throws {InputsError} with everything that is wrong. */
export async function preparePermissions(
  name: string,
  args: PermissionsArgs,
  deployment: Deployment,
): Promise<PreparedPermissions> {
  const problems = [...checkPermissionsArgs({ ...args })];
  if (problems.length > 0) throw new InputsError(`Permissions "${name}"`, problems);
  const { project, stack } = deployment;
  const identity = {
    project: args.project ?? project,
    stack: args.stack ?? stack,
    name: args.backend ?? name,
  };
  const github = args.github ? parseGithubArgs(args.github) : undefined;
  return {
    app: args.appName ?? createAppName(identity),
    needs: completeNeeds([
      ...(args.features ?? (await findFeatures(name, args.source ?? "", deployment))),
      ...(args.vpc ? (["vpc"] as const) : []),
      ...(args.backendPolicy ? (["backendRole"] as const) : []),
    ]),
    ...(github && "subject" in github ? { githubSubject: github.subject } : {}),
  };
}

/** The names of a backend's files say what it has: it need not be without errors. */
async function findFeatures(
  name: string,
  source: string,
  { cwd }: Deployment,
): Promise<readonly Feature[]> {
  const folder = resolve(cwd, source);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) {
    const message = `source is "${source}": there is no folder "${folder}"`;
    throw new InputsError(`Permissions "${name}"`, [{ path: "source", message }]);
  }
  const { routes, queues, socket, schedules } = classifyFiles((await discoverFiles(folder)).files);
  return [
    ...(routes.length > 0 ? [Feature.Http] : []),
    ...(queues.length > 0 ? [Feature.Queues] : []),
    ...(socket.length > 0 ? [Feature.Socket] : []),
    ...(schedules.length > 0 ? [Feature.Schedules] : []),
  ];
}
