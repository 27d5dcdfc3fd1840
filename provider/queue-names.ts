import * as pulumi from "@pulumi/pulumi";
import { queueName, queueNamePrefix } from "../manifest/physical-names.ts";
import { DeploymentError } from "./deployment-error.ts";
import type { QueuePair } from "./queues.ts";

/** Queue URLs without the queue's name: `.../APP-q-`, `.../APP-d-`. */
export interface QueueUrlPrefixes {
  readonly queueUrlPrefix: string;
  readonly deadLetterUrlPrefix: string;
}

/** What the runtime finds its queues by; undefined in a backend without queues. */
export function readUrlPrefixes(
  app: string,
  queues: readonly QueuePair[],
): pulumi.Output<QueueUrlPrefixes> | undefined {
  const [first] = queues;
  if (first === undefined) return undefined;
  const { name } = first.settings;
  return pulumi
    .all([first.queue.url, first.deadLetterQueue.url, checkNames(app, queues)])
    .apply(([url, deadLetterUrl]) => ({
      queueUrlPrefix: url.slice(0, -name.length),
      deadLetterUrlPrefix: deadLetterUrl.slice(0, -name.length),
    }));
}

/** Queues keep the names they were made with. If they would get others by now, that is an error. */
function checkNames(app: string, queues: readonly QueuePair[]): pulumi.Output<boolean> {
  return pulumi.all(queues.map(({ queue }) => queue.name)).apply((names) => {
    for (const [index, { settings }] of queues.entries()) {
      const [seen = "", wanted] = [names[index], queueName(app, settings.name)];
      if (seen !== wanted) throw new DeploymentError(describeRename(settings.name, seen, wanted));
    }
    return true;
  });
}

function describeRename(name: string, seen: string, wanted: string): string {
  const app = seen.slice(0, seen.length - queueNamePrefix("").length - name.length);
  return `The queue "${name}" is "${seen}" in AWS. The names of the project, the stack and the Backend now make it "${wanted}", which would be another queue, without the jobs of this one
→ To keep it, give the Backend appName: "${app}". To begin anew, run pulumi destroy first`;
}
