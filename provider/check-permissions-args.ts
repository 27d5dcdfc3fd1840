import { describeValue, flag, list, oneOf, type Shape, text } from "../manifest/shape.ts";
import { type GithubArgs as Github, parseGithubArgs } from "../permissions/github-trust.ts";
import { appName, arn, backendPolicy, tags } from "./argument-shapes.ts";
import { checkInputs, type Inputs, locate, type Shapes } from "./check-inputs.ts";
import type { InputProblem } from "./input-problem.ts";
import { input, known, optional } from "./input-shape.ts";
import { Feature, type PermissionsArgs } from "./permissions-args.ts";

const github: Shape = (value, path) => {
  if (typeof value !== "object" || value === null)
    return [`${path} is ${describeValue(value)}, must be an object`];
  const parsed = parseGithubArgs(value as Github);
  return "problems" in parsed ? parsed.problems.map((found) => `${path} is refused: ${found}`) : [];
};

const SHAPES: Shapes<PermissionsArgs> = {
  source: optional(known(text)),
  features: optional(known(list(oneOf(...Object.values(Feature))))),
  project: optional(known(text)),
  stack: optional(known(text)),
  backend: optional(known(text)),
  appName: optional(known(appName)),
  vpc: optional(known(flag)),
  apiIds: optional(input(list(input(text)))),
  webSocketApiId: optional(input(text)),
  backendPolicy: optional(input(backendPolicy)),
  github: optional(known(github)),
  permissionsBoundary: optional(input(arn)),
  tags: optional(input(tags)),
};

export function checkPermissionsArgs(args: Inputs): readonly InputProblem[] {
  return [...checkInputs(SHAPES, args), ...checkTogether(args).map(locate)];
}

function checkTogether({ source, features }: Inputs): string[] {
  if (Boolean(source) !== Boolean(features)) return [];
  return ["source or features must say what the backend has, one of the two"];
}
