import { JobError } from "../../sdk/job-error.ts";
import type { JobSource } from "../queue/job.ts";

/** A job that fails for good: trying again what nobody understands helps nobody. */
export function refuseJob(kind: JobSource["kind"], name: string, reason: string): JobSource {
  return {
    kind,
    name,
    timeoutSeconds: 1,
    load: async () => {
      throw new JobError(reason, { retry: false });
    },
  };
}
