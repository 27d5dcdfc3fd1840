import type { Job } from "queuerun/sdk";
import { type Work, work } from "../_job.ts";

export const config = { timeout: 1, retryDelay: 0 };

export default (payload: Work, job: Job) => work(payload, job);
