import * as pulumi from "@pulumi/pulumi";
import type { ConstructResult } from "@pulumi/pulumi/provider/index.js";
import { Backend } from "./backend.ts";
import type { BackendArgs } from "./backend-args.ts";
import { readDeployment } from "./deployment.ts";
import type { InputProblem } from "./input-problem.ts";
import { InputsError } from "./inputs-error.ts";
import { listOutputs } from "./outputs.ts";
import { Permissions } from "./permissions.ts";
import type { PermissionsArgs } from "./permissions-args.ts";
import { prepareBackend } from "./prepare.ts";
import { preparePermissions } from "./prepare-permissions.ts";

/** Makes the component that a program in another language asks for. */
export async function constructComponent(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Promise<ConstructResult> {
  try {
    const component = await createComponent(name, type, inputs, options);
    return { urn: component.urn, state: listOutputs(component) };
  } catch (error) {
    if (!(error instanceof InputsError)) throw error;
    throw new pulumi.InputPropertiesError({
      message: `${error.component} cannot be deployed:`,
      errors: error.problems.map((problem) => describeProblem(problem, inputs)),
    });
  }
}

/**
 * Inputs are checked before there is a component, so that Pulumi shows each problem with its argument.
 * The component finds what has been prepared.
 */
async function createComponent(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Promise<pulumi.ComponentResource> {
  if (type === "queuerun:index:Backend") {
    const args = inputs as BackendArgs;
    await prepareBackend(name, args, readDeployment());
    return new Backend(name, args, options);
  }
  if (type === "queuerun:index:Permissions") {
    const args = inputs as PermissionsArgs;
    await preparePermissions(name, args, readDeployment());
    return new Permissions(name, args, options);
  }
  throw new Error(`queuerun has no component "${type}"`);
}

/** The engine prints the value at a path, even if that is a secret: in quotes it finds none. */
function describeProblem({ path, message }: InputProblem, inputs: pulumi.Inputs) {
  const [argument = ""] = path.split(".");
  const propertyPath = mayBeSecret(inputs[argument]) ? `"${path}"` : path;
  return { propertyPath, reason: message };
}

/** Secrets are outputs. */
function mayBeSecret(value: unknown): boolean {
  if (pulumi.Output.isInstance(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(mayBeSecret);
}
