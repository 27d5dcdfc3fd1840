export { type Invoked, invoke, type JobValues } from "./invoke.ts";
export type { RecordedPush } from "./recorded-push.ts";
