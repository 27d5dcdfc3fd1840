import type { BackendEntry, ModuleNamespace } from "../manifest/entry.ts";
import type { Transport } from "../sdk/context.ts";
import type { RuntimeEnvironment } from "./environment.ts";
import type { Sqs } from "./queue/sqs.ts";

/** What every invocation of one execution environment shares; made once, in the init phase. */
export interface Runtime {
  readonly entry: BackendEntry;
  readonly environment: RuntimeEnvironment;
  /** `index.ts`, after its `warmup`. */
  readonly index: ModuleNamespace;
  readonly sqs: Sqs;
  readonly transport: Transport;
}
