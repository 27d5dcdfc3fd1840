declare module "dynalite" {
  import type { Server } from "node:http";

  /** A server that speaks DynamoDB's protocol. Without a `path` its tables live in memory. */
  function dynalite(options?: { readonly createTableMs?: number }): Server;
  export = dynalite;
}
