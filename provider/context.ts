import type * as pulumi from "@pulumi/pulumi";
import type { PhysicalNames } from "../manifest/physical-names.ts";
import type { BackendArgs } from "./backend-args.ts";
import type { PreparedBackend } from "./prepare.ts";
import type { CreateHook, RefusalHook } from "./refusal-hook.ts";

/** For each resource. Physical names are fixed, so no second one can be beside the first. */
export interface ResourceOptions extends RefusalHook {
  readonly parent: pulumi.Resource;
  readonly deleteBeforeReplace: true;
}

/** What all parts of a Backend are made from. */
export interface BackendContext extends PreparedBackend {
  readonly args: BackendArgs;
  /** Logical name of the Backend, which those of its resources begin with. */
  readonly name: string;
  /** What physical names begin with. */
  readonly app: string;
  readonly names: PhysicalNames;
  readonly parent: pulumi.Resource;
  /** For each resource that can have tags. */
  readonly tags: Pick<BackendArgs, "tags">;
  readonly options: ResourceOptions;
  readonly createHook: CreateHook;
}
