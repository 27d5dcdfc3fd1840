import type { DeploymentPackage } from "../../build/build.ts";
import type { LocalCloud } from "../../dev/local-cloud.ts";
import { type LocalCloudOptions, startLocalCloud } from "../../dev/start-local-cloud.ts";
import { SIGN } from "./access.ts";
import { createGate, type Gate } from "./dev-gate.ts";
import { createOutput, type TestOutput } from "./dev-output.ts";
import { createPackage, type PackageOptions } from "./dev-package.ts";

export interface TestCloud extends TestOutput {
  readonly cloud: LocalCloud;
  readonly gate: Gate;
}

type Options = PackageOptions & Omit<LocalCloudOptions, "source" | "output">;

/** Starts local clouds for the tests of the surrounding `describe`, and closes them after each. */
export function useCloud(): (
  code: string | DeploymentPackage,
  options?: Options,
) => Promise<TestCloud> {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((close) => close()));
  });
  return async (code, options = {}) => {
    const gate = await createGate();
    open.push(() => gate.close());
    const output = createOutput();
    const source = typeof code === "string" ? createPackage(code, options) : code;
    const cloud = await startLocalCloud({ ...options, source, output: output.write });
    open.push(() => cloud.close());
    return { cloud, gate, ...output };
  };
}

/** Code of a handler that prints the bodies of each batch, and fails those that say so. */
export const JOBS = `
export const handler = async ({ Records }) => {
  console.log("batch " + Records.map(({ body }) => body).join(" "));
  return { batchItemFailures: Records.filter(({ body }) => body.startsWith("fail"))
    .map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

/** The same, and makes those that fail visible again at once, as the runtime does. */
export const RETRIED = `${SIGN}
const retry = ({ receiptHandle, eventSourceARN }) => {
  const url = process.env.QUEUERUN_QUEUE_URL_PREFIX;
  return fetch(new URL("/", url), {
    method: "POST",
    headers: {
      ...sign("sqs"),
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.ChangeMessageVisibility",
    },
    body: JSON.stringify({
      QueueUrl: new URL(eventSourceARN.split(":").at(-1), url).href,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    }),
  });
};
${JOBS.replace("handler", "jobs").replace("export ", "")}
export const handler = async (event) => {
  const result = await jobs(event);
  await Promise.all(event.Records.filter(({ body }) => body.startsWith("fail")).map(retry));
  return result;
};`;
