/**
 * A client for the two operations of SQS that the runtime needs: loaded by the first push or retry, not before.
 * AWS's own client is ten times as large, and its loading took half of the first push of an instance.
 */
import { createSigner } from "../aws-signer.ts";
import type { Credentials } from "../environment.ts";
import { backOff, MAX_ATTEMPTS } from "../retry.ts";
import { type Answer, createPost } from "./http-post.ts";
import { createSqsError, isClockSkew, isPassing, isThrottling } from "./sqs-error.ts";

export interface SqsClientOptions {
  /** `https://sqs.REGION.amazonaws.com` */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** The clock by which connections have been idle. */
  readonly now?: () => number;
}

export type SqsOperation = "SendMessageBatch" | "ChangeMessageVisibilityBatch";

export interface SqsClient {
  /**
   * Resolves to what SQS answers: not checked.
   * @param maxAttempts Of which the later ones follow a failure that may pass. Default 3.
   * @throws SqsError for a refusal; what Node says for a network that fails.
   */
  call(operation: SqsOperation, input: object, maxAttempts?: number): Promise<unknown>;
}

export function createSqsClient(options: SqsClientOptions): SqsClient {
  const { random = Math.random, sleep = sleepFor } = options;
  const send = createSend(options);
  return {
    async call(operation, input, maxAttempts = MAX_ATTEMPTS) {
      const body = JSON.stringify(input);
      for (let attempt = 1; ; attempt++) {
        try {
          return await send(operation, body);
        } catch (error) {
          if (attempt >= maxAttempts || !isPassing(error)) throw error;
          await sleep(backOff(attempt - 1, isThrottling(error), random));
        }
      }
    },
  };
}

function createSend({ endpoint, region, credentials, now }: SqsClientOptions) {
  const { protocol, hostname, host } = new URL(endpoint);
  const signer = createSigner("sqs", region, credentials);
  const post = createPost(endpoint, now);
  /** Of SQS's clock: it refuses what was signed more than five minutes ago, or later than now. */
  let aheadMs = 0;
  return async (operation: SqsOperation, body: string): Promise<unknown> => {
    const request = {
      method: "POST",
      protocol,
      hostname,
      path: "/",
      query: {},
      headers: {
        host,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `AmazonSQS.${operation}`,
      },
      body,
    };
    const signingDate = new Date(Date.now() + aheadMs);
    const { headers } = await signer.sign(request, { signingDate });
    const answer = await post(headers, body);
    if (answer.status === 200) return JSON.parse(answer.text || "{}");
    const error = createSqsError(answer);
    if (isClockSkew(error)) aheadMs = measureAhead(answer) ?? aheadMs;
    throw error;
  };
}

function measureAhead({ date }: Answer): number | undefined {
  const ahead = Date.parse(date ?? "") - Date.now();
  return Number.isNaN(ahead) ? undefined : ahead;
}

function sleepFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
