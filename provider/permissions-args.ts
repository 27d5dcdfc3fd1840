import type * as pulumi from "@pulumi/pulumi";

/** Parts of AWS that a backend may use. */
export const Feature = {
  /** Routes: files in `api/`. */
  Http: "http",
  /** Files in `queues/`. */
  Queues: "queues",
  /** A WebSocket API: `socket/index.ts`. It has the permissions of queues, too. */
  Socket: "socket",
  /** Files in `schedules/`. They have the permissions of queues, too. */
  Schedules: "schedules",
} as const;
export type Feature = (typeof Feature)[keyof typeof Feature];

/** Workflow runs of GitHub Actions that may deploy: of one environment, or of one branch. */
export interface GithubArgs {
  /** `owner/repository`. */
  repository: string;
  /** The environment of the job, with the protection rules that GitHub has for it. */
  environment?: string;
  /** The branch that the workflow runs on. */
  branch?: string;
}

/** What the tiers of permissions are made for. */
export interface PermissionsArgs {
  /** Folder of the backend, relative to the Pulumi program: what is in it decides what is granted. */
  source?: string;
  /** What is granted, where the folder is not at hand: this or `source`. */
  features?: Feature[];
  /** Project that the Backend is deployed from. Default: this one. */
  project?: string;
  /** Stack that the Backend is deployed to. Default: this one. */
  stack?: string;
  /** Name of the Backend resource. Default: the name of this one. */
  backend?: string;
  /** What all names in AWS begin with, where the Backend says so. Default: made of the three above. */
  appName?: string;
  /** Whether the function is attached to a VPC. Default false. */
  vpc?: boolean;
  /** IDs of the backend's APIs, once they exist: then the deploy tier has no access to others. */
  apiIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * ID of the WebSocket API among them, once it exists: then the function has no access to the
   * connections of others.
   */
  webSocketApiId?: pulumi.Input<string>;
  /** IAM policy, in JSON, of what the backend's own code may do in AWS. Default: nothing. */
  backendPolicy?: pulumi.Input<string>;
  /** Makes a role with the deploy tier for GitHub Actions. The account must have GitHub's OIDC provider. */
  github?: GithubArgs;
  /** ARN of the permissions boundary of all roles. Default: none. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Tags of the roles and policies. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
