import type { BackendEntry, ModuleNamespace } from "../manifest/entry.ts";
import type { Transport } from "../sdk/context.ts";
import type { Site } from "../sdk/site.ts";
import type { RuntimeEnvironment } from "./environment.ts";
import type { Sqs } from "./queue/sqs.ts";
import type { Connections } from "./socket/connections.ts";

/** What every invocation of one execution environment shares; made once, in the init phase. */
export interface Runtime {
  readonly entry: BackendEntry;
  readonly environment: RuntimeEnvironment;
  /** `index.ts`, after its `warmup`. */
  readonly index: ModuleNamespace;
  openSqs(): Promise<Sqs>;
  readonly transport: Transport;
  readonly site: Site;
  /** Undefined in a backend without a socket. */
  readonly socket: LazyConnections | undefined;
}

/** The connections of a socket, opened when they are first needed. */
export interface LazyConnections {
  /** URL that clients open WebSockets at. */
  readonly url: string;
  load(): Promise<Connections>;
}
