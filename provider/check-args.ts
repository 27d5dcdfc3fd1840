import { LIMITS } from "../manifest/limits.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { flag, object, oneOf, quantity, text } from "../manifest/shape.ts";
import { readNeeds } from "../permissions/needs.ts";
import { appName, arn, backendPolicy, filled, limit, tags } from "./argument-shapes.ts";
import {
  Architecture,
  type BackendArgs,
  type RolesArgs,
  Runtime,
  type ThrottleArgs,
  type VpcArgs,
} from "./backend-args.ts";
import { checkInputs, type Inputs, locate, type Shapes } from "./check-inputs.ts";
import { environment } from "./environment-shape.ts";
import type { InputProblem } from "./input-problem.ts";
import { input, known, optional } from "./input-shape.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const throttle = object<ThrottleArgs>({
  rateLimit: optional(known(limit({ whole: false }))),
  burstLimit: optional(known(limit({ whole: true }))),
});

const vpc = object<VpcArgs>({
  subnetIds: input(filled("the ID of a subnet")),
  securityGroupIds: input(filled("the ID of a security group")),
});

const roles = object<RolesArgs>({
  runtimeRoleArn: input(arn),
  schedulerRoleArn: optional(input(arn)),
  backendRoleArn: optional(input(arn)),
});

const SHAPES: Shapes<BackendArgs> = {
  source: known(text),
  memorySize: optional(known(quantity(LIMITS.memorySize))),
  architecture: optional(known(oneOf(...Object.values(Architecture)))),
  runtime: optional(known(oneOf(...Object.values(Runtime)))),
  environment: optional(input(environment)),
  // Checked together with the configuration that comes before them: see `parseOperation`
  reservedConcurrency: optional(known(() => [])),
  provisionedConcurrency: optional(known(() => [])),
  logRetentionDays: optional(known(oneOf(...LOG_RETENTION_DAYS))),
  throttle: optional(known(throttle)),
  vpc: optional(known(vpc)),
  backendPolicy: optional(input(backendPolicy)),
  permissions: optional(known(roles)),
  permissionsBoundary: optional(input(arn)),
  protectData: optional(known(flag)),
  tags: optional(input(tags)),
  appName: optional(known(appName)),
};

export function checkArgs(args: Inputs): readonly InputProblem[] {
  return [...checkInputs(SHAPES, args), ...checkTogether(args).map(locate)];
}

/** Roles that are made elsewhere must be there for all that the backend has. */
export function checkRoles(
  { permissions }: BackendArgs,
  manifest: Manifest,
): readonly InputProblem[] {
  if (!permissions || permissions.schedulerRoleArn) return [];
  if (!readNeeds(manifest, { vpc: false, backendRole: false }).has("schedules")) return [];
  const path = "permissions.schedulerRoleArn";
  const message = `${path} is missing, must be the ARN of the role that schedules send their jobs with: the backend has schedules`;
  return [{ path, message }];
}

function checkTogether({ permissions, backendPolicy, permissionsBoundary }: Inputs): string[] {
  if (!permissions) return [];
  const reason = "is for roles made here, but permissions has roles made elsewhere: give it there";
  return [
    ...(backendPolicy ? [`backendPolicy ${reason}`] : []),
    ...(permissionsBoundary ? [`permissionsBoundary ${reason}`] : []),
  ];
}
