import assert from "node:assert/strict";
import { HttpError, type HttpRequest, PushError, queues } from "queuerun/sdk";
import { createInvocation } from "../support/invocation.ts";

const NAMES = ["email", "billing.fifo"];

function request(body: unknown, params: Readonly<Record<string, unknown>> = {}): HttpRequest {
  return { body, params } as unknown as HttpRequest;
}

describe("queue.http", () => {
  it("pushes the body and the parameters of the path, and answers 202 with the job ID", async () => {
    const { run, sent } = createInvocation(NAMES);
    const handler = queues.get("email").http;
    const answer = (await run(() => handler(request({ to: "ann" }, { path: ["a", "b"] })))) as {
      body: unknown;
      status: number;
      headers: unknown;
    };
    const { body, status, headers } = answer;
    assert.deepEqual(
      { body, status, headers },
      {
        body: undefined,
        status: 202,
        headers: { "x-job-id": "job-1" },
      },
    );
    assert.deepEqual(sent, [
      {
        queue: "email",
        body: '{"to":"ann"}',
        attributes: { queuerun: '{"params":{"path":"a/b"}}' },
      },
    ]);
  });

  it("pushes null for a request without a body", async () => {
    const { run, sent } = createInvocation(NAMES);
    await run(() => queues.get("email").http(request(undefined)));
    assert.deepEqual(sent, [{ queue: "email", body: "null", attributes: {} }]);
  });

  it("takes group and deduplication ID of a FIFO queue from the path", async () => {
    const { run, sent } = createInvocation(NAMES);
    const params = { group: "ann", dedupe: "order-17" };
    await run(() => queues.get("billing.fifo").http(request(1, params)));
    assert.deepEqual(sent, [
      {
        queue: "billing.fifo",
        body: "1",
        attributes: { queuerun: JSON.stringify({ params }) },
        messageGroupId: "ann",
        messageDeduplicationId: "order-17",
      },
    ]);
  });

  it("does not mistake a parameter named group for an option of a standard queue", async () => {
    const { run, sent } = createInvocation(NAMES);
    await run(() => queues.get("email").http(request(1, { group: "a b" })));
    assert.deepEqual(sent, [
      { queue: "email", body: "1", attributes: { queuerun: '{"params":{"group":"a b"}}' } },
    ]);
  });

  it("answers 400 or 413 for what a client gets wrong", async () => {
    const { run } = createInvocation(NAMES);
    const refusal = async (name: string, asked: HttpRequest) => {
      const error = await run(async () => queues.get(name).http(asked)).then(
        () => null,
        (e) => e,
      );
      assert.ok(error instanceof HttpError);
      return `${error.status} ${error.message}`;
    };
    const allowed = "must be 1 to 128 letters, digits and ASCII punctuation characters";
    assert.equal(
      await refusal("billing.fifo", request(1, { group: "a b" })),
      `400 "group" is "a b", ${allowed}`,
    );
    assert.equal(
      await refusal("email", request({ upload: new File(["x"], "x.txt") })),
      "400 payload.upload is a File, which JSON cannot hold",
    );
    assert.match(await refusal("email", request("x".repeat(1_048_576))), /^413 the message has/);
  });

  it("fails for what the backend gets wrong: a route without [group], an unknown queue", async () => {
    const { run } = createInvocation(NAMES);
    for (const name of ["billing.fifo", "emial"])
      await assert.rejects(
        run(async () => queues.get(name).http(request(1))),
        (error) => error instanceof PushError,
      );
  });
});
