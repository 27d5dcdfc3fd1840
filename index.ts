/** The Pulumi components: `import { Backend } from "queuerun"`. */
export { Backend } from "./provider/backend.ts";
export {
  Architecture,
  type BackendArgs,
  type RolesArgs,
  Runtime,
  type ThrottleArgs,
  type VpcArgs,
} from "./provider/backend-args.ts";
export { Permissions } from "./provider/permissions.ts";
export { Feature, type GithubArgs, type PermissionsArgs } from "./provider/permissions-args.ts";
