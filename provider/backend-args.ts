import type * as pulumi from "@pulumi/pulumi";

/** A whole number. Pulumi's schema tells it from other numbers. */
export type Integer = number;

/** Instruction sets of Lambda. */
export const Architecture = {
  /** AWS Graviton: costs less for the same memory. */
  Arm64: "arm64",
  /** For dependencies that exist only for Intel's and AMD's processors. */
  X86_64: "x86_64",
} as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

/** Versions of Node.js in Lambda that queuerun supports. */
export const Runtime = {
  /** Node.js 24. */
  NodeJs24: "nodejs24.x",
  /** Node.js 22, which AWS supports until April 2027. */
  NodeJs22: "nodejs22.x",
} as const;
export type Runtime = (typeof Runtime)[keyof typeof Runtime];

/** The most requests that an API lets through; it answers the others with status 429. */
export interface ThrottleArgs {
  /** Requests or messages per second, at least 1. Default 10,000, the quota of a new account. */
  rateLimit?: number;
  /** Requests or messages that may come at once, at least 1. Default 5,000. */
  burstLimit?: Integer;
}

/** The network that the function is attached to. Without a NAT gateway or endpoints it reaches no queue. */
export interface VpcArgs {
  /** IDs of private subnets, at least one. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** IDs of security groups, at least one. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Roles that somebody else has made, with `Permissions`: then this stack makes no IAM resource. */
export interface RolesArgs {
  /** ARN of the function's execution role. */
  runtimeRoleArn: pulumi.Input<string>;
  /** ARN of the role that schedules send their jobs with: needed if the backend has any that fire. */
  schedulerRoleArn?: pulumi.Input<string>;
  /** ARN of the role of the backend's own code. */
  backendRoleArn?: pulumi.Input<string>;
}

/** What a `Backend` is made of. */
export interface BackendArgs {
  /** Folder of the backend, relative to the Pulumi program. */
  source: string;
  /**
   * Memory of the function in MB, 128 to 10,240; CPU comes in proportion. Default: what the backend's
   * `index.ts` says, else 1,024.
   */
  memorySize?: Integer;
  /** Instruction set of the function. Default `arm64`. */
  architecture?: Architecture;
  /** Version of Node.js. Default `nodejs24.x`. */
  runtime?: Runtime;
  /** Environment variables, over those of the backend's `.env.STACK` or `.env.production`. */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * The most instances of the function at a time, which are kept free for it; 0 pauses the backend.
   * Default: no limit of its own. The stack's configuration `queuerun:reserved` comes before it.
   */
  reservedConcurrency?: Integer;
  /**
   * Instances that are kept ready, at least 1. Default: none. The stack's configuration
   * `queuerun:provisioned` comes before it.
   */
  provisionedConcurrency?: Integer;
  /** Days that logs are kept: 1, 3, 5, 7, 14, 30, 60, 90 and so on, as CloudWatch has them. Default 30. */
  logRetentionDays?: Integer;
  /** Limits of the HTTP API, and those of the WebSocket API for connections and messages. */
  throttle?: ThrottleArgs;
  /** Network that the function is attached to. Default: none of yours. */
  vpc?: VpcArgs;
  /**
   * IAM policy, in JSON, of what the backend's own code may do in AWS. Default: nothing. Not together
   * with `permissions`.
   */
  backendPolicy?: pulumi.Input<string>;
  /** Roles made elsewhere. Default: this resource makes its own. */
  permissions?: RolesArgs;
  /** ARN of the permissions boundary of the roles made here. Default: none. */
  permissionsBoundary?: pulumi.Input<string>;
  /**
   * Whether Pulumi refuses to delete queues and the table of connections until they are unprotected.
   * Default false.
   */
  protectData?: boolean;
  /** Tags of everything that can have them, but for the APIs. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * What all names in AWS begin with. Default: made of the names of the project, the stack and this
   * resource. Give it the old value to rename one of them and keep the queues.
   */
  appName?: string;
}
