import type { Job } from "queuerun/sdk";
import { type Work, work } from "../_job.ts";

export const config = { timeout: 0.5, retryDelay: 0, batchSize: 4 };

export default (payload: Work, job: Job) => work(payload, job);
