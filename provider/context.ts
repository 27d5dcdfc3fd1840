import type * as pulumi from "@pulumi/pulumi";
import type { PhysicalNames } from "../manifest/physical-names.ts";
import type { BackendArgs } from "./backend-args.ts";
import type { PreparedBackend } from "./prepare.ts";

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
  /** For each resource. Physical names are fixed, so no second one can be beside the first. */
  readonly options: { readonly parent: pulumi.Resource; readonly deleteBeforeReplace: true };
}
