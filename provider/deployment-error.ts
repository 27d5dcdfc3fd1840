import * as pulumi from "@pulumi/pulumi";

/** A deployment cannot go on, and the user can change that: Pulumi shows the message and nothing else. */
export class DeploymentError extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    // A component plugin prints the stack, if there is one
    this.stack = message;
    // Whatever waits for a value puts the path of its property before the message
    Object.defineProperty(this, "message", { get: () => message, set: () => {} });
  }
}
