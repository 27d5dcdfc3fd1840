import * as pulumi from "@pulumi/pulumi";
import { queueName } from "../manifest/physical-names.ts";
import type { BackendContext } from "./context.ts";
import { DeploymentError } from "./deployment-error.ts";
import type { QueuePair } from "./queues.ts";

/** Something with data in it: it keeps the name that it was made with. */
interface Kept {
  /** `queue`, `table`. */
  readonly kind: string;
  /** `The queue "email"` */
  readonly what: string;
  /** `the jobs` */
  readonly data: string;
  /** Its name in AWS. */
  readonly seen: pulumi.Output<string>;
  /** What it would be called if it were made now. */
  readonly wanted: string;
}

/** Resolves if all that keeps its name would still be called so. If not, that is an error. */
export function checkNames(
  { app, names }: BackendContext,
  queues: readonly QueuePair[],
  table: { readonly name: pulumi.Output<string> } | undefined,
): pulumi.Output<boolean> {
  const kept: readonly Kept[] = [
    ...queues.map(({ settings: { name }, queue }) => ({
      kind: "queue",
      what: `The queue "${name}"`,
      data: "the jobs",
      seen: queue.name,
      wanted: queueName(app, name),
    })),
    ...(table === undefined
      ? []
      : [
          {
            kind: "table",
            what: "The table of connections",
            data: "the connections",
            seen: table.name,
            wanted: names.connectionsTable,
          },
        ]),
  ];
  // Together, so that it is always the first one that is reported
  return pulumi.all(kept.map(({ seen }) => seen)).apply((seen) => {
    for (const [index, one] of kept.entries())
      if (seen[index] !== one.wanted)
        throw new DeploymentError(describeRename(one, seen[index] ?? "", app));
    return true;
  });
}

function describeRename({ kind, what, data, wanted }: Kept, seen: string, app: string): string {
  const oldApp = seen.slice(0, seen.length - (wanted.length - app.length));
  return `${what} is "${seen}" in AWS. The names of the project, the stack and the Backend now make it "${wanted}", which would be another ${kind}, without ${data} of this one
→ To keep it, give the Backend appName: "${oldApp}". To begin anew, run pulumi destroy first`;
}
