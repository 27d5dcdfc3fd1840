import * as pulumi from "@pulumi/pulumi";

/** A component's outputs: its public fields, of which it has no others. */
export function listOutputs(component: pulumi.ComponentResource): pulumi.Inputs {
  return Object.fromEntries(
    Object.entries(component).filter(
      ([name, value]) =>
        name !== "urn" && !name.startsWith("__") && pulumi.Output.isInstance(value),
    ),
  );
}
