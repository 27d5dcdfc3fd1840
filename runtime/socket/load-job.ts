import { JobError } from "../../sdk/job-error.ts";
import { showField } from "../internal/show-field.ts";
import type { JobModule } from "../queue/job.ts";
import type { Runtime } from "../runtime.ts";
import { runSocketJob } from "./job.ts";
import { parseSocketJob } from "./job-body.ts";
import { createScene } from "./scene.ts";

/** A job that the socket has left to the internal queue. */
export async function loadSocketJob(
  fields: Readonly<Record<string, unknown>>,
  runtime: Runtime,
): Promise<JobModule> {
  const job = parseSocketJob(fields);
  if (job === undefined)
    throw new JobError(`No job of the socket has the type ${showField(fields.type)}`, {
      retry: false,
    });
  return {
    retryDelay: undefined,
    prepare: ({ messageId }) => ({
      async run() {
        const scene = await createScene(messageId, runtime);
        await runSocketJob(job, scene);
        await scene.settled();
      },
      reportError: async () => undefined,
    }),
  };
}
