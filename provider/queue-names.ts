import * as pulumi from "@pulumi/pulumi";
import { deadLetterQueueName, queueName, queueNamePrefix } from "../manifest/physical-names.ts";
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
  const checked = queues.map((pair) => checkNames(app, pair));
  return pulumi
    .all([first.queue.url, first.deadLetterQueue.url, pulumi.all(checked)])
    .apply(([url, deadLetterUrl]) => ({
      queueUrlPrefix: url.slice(0, -name.length),
      deadLetterUrlPrefix: deadLetterUrl.slice(0, -name.length),
    }));
}

/** A queue keeps the name it was made with. If it would get another one by now, that is an error. */
function checkNames(app: string, { settings, queue, deadLetterQueue }: QueuePair) {
  const { name } = settings;
  return pulumi.all([queue.name, deadLetterQueue.name]).apply(([seen, deadLetters]) => {
    const wanted = queueName(app, name);
    if (seen === wanted && deadLetters === deadLetterQueueName(app, name)) return wanted;
    throw new DeploymentError(describeRename(name, seen, wanted));
  });
}

function describeRename(name: string, seen: string, wanted: string): string {
  const app = seen.slice(0, seen.length - queueNamePrefix("").length - name.length);
  return `The queue "${name}" is "${seen}" in AWS. The names of the project, the stack and the Backend now make it "${wanted}", which would be another queue, without the jobs of this one
→ To keep it, give the Backend appName: "${app}". To begin anew, run pulumi destroy first`;
}
