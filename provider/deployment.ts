import * as pulumi from "@pulumi/pulumi";

/** What deploys, as Pulumi says. */
export interface Deployment {
  readonly project: string;
  readonly stack: string;
  /** Of the stack, by full key: `queuerun:reserved`. */
  readonly config: Readonly<Record<string, string>>;
  /** Folder of the Pulumi program. */
  readonly cwd: string;
}

export function readDeployment(): Deployment {
  return {
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    config: pulumi.runtime.allConfig(),
    cwd: process.cwd(),
  };
}
