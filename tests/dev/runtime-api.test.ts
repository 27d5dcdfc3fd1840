import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { RuntimeApi, type RuntimeOutcome } from "../../dev/runtime-api.ts";
import { RuntimeConnection } from "../../dev/runtime-connection.ts";

describe("RuntimeApi", () => {
  const heard = new EventEmitter<{ next: []; result: [RuntimeOutcome]; initError: [string] }>();
  let api: RuntimeApi;
  let url = "";
  beforeEach(async () => {
    api = new RuntimeApi({
      next: () => heard.emit("next"),
      result: (outcome) => heard.emit("result", outcome),
      initError: (body) => heard.emit("initError", body),
    });
    url = `http://${await api.listen()}/2018-06-01/runtime`;
  });
  afterEach(() => api.close());

  const INVOCATION = { requestId: "id-1", payload: '{"a":1}', traceId: "Root=1-2-3" };

  async function takeInvocation(): Promise<Response> {
    const next = once(heard, "next");
    const response = fetch(`${url}/invocation/next`);
    await next;
    api.deliver(INVOCATION, 1_700_000_000_000);
    return await response;
  }

  async function post(path: string, body: string, headers = {}): Promise<[number, unknown]> {
    const response = await fetch(`${url}${path}`, { method: "POST", body, headers });
    return [response.status, await response.json()];
  }

  it("gives an invocation with the headers of Lambda", async () => {
    const response = await takeInvocation();
    assert.equal(await response.text(), '{"a":1}');
    const headers = [...response.headers].filter(([name]) => name.startsWith("lambda-"));
    assert.deepEqual(Object.fromEntries(headers), {
      "lambda-runtime-aws-request-id": "id-1",
      "lambda-runtime-deadline-ms": "1700000000000",
      "lambda-runtime-invoked-function-arn":
        "arn:aws:lambda:us-east-1:000000000000:function:local:live",
      "lambda-runtime-trace-id": "Root=1-2-3",
    });
  });

  it("takes a response, once", async () => {
    await takeInvocation();
    const result = once(heard, "result");
    const answer = await post("/invocation/id-1/response", '"done"', {
      "queuerun-max-memory-used": "61",
    });
    assert.deepEqual(answer, [202, { status: "OK" }]);
    assert.deepEqual(await result, [{ kind: "response", body: '"done"', maxMemoryUsed: 61 }]);
    assert.deepEqual(await post("/invocation/id-1/response", '"again"'), [
      400,
      { errorType: "InvalidRequestID", errorMessage: "Invalid request ID" },
    ]);
  });

  it("takes an error", async () => {
    await takeInvocation();
    const result = once(heard, "result");
    assert.equal((await post("/invocation/id-1/error", "{}"))[0], 202);
    assert.deepEqual(await result, [{ kind: "error", body: "{}" }]);
  });

  it("takes an error of the init phase", async () => {
    const error = once(heard, "initError");
    assert.deepEqual(await post("/init/error", '{"errorType":"E"}'), [202, { status: "OK" }]);
    assert.deepEqual(await error, ['{"errorType":"E"}']);
  });

  it("refuses answers to another invocation than the one under way", async () => {
    const refusal = [400, { errorType: "InvalidRequestID", errorMessage: "Invalid request ID" }];
    assert.deepEqual(await post("/invocation/id-1/response", "1"), refusal);
    await takeInvocation();
    assert.deepEqual(await post("/invocation/id-2/error", "{}"), refusal);
  });

  it("refuses a second invocation while one is under way", async () => {
    await takeInvocation();
    const response = await fetch(`${url}/invocation/next`);
    assert.deepEqual(
      [response.status, await response.json()],
      [403, { errorType: "InvalidStateTransition", errorMessage: "An invocation is under way" }],
    );
  });

  it("refuses a result over 6 MB, and goes on", async () => {
    await takeInvocation();
    const result = once(heard, "result");
    assert.deepEqual(await post("/invocation/id-1/response", "x".repeat(6_291_557)), [
      413,
      {
        errorType: "RequestEntityTooLarge",
        errorMessage: "Exceeded maximum allowed payload size (6291556 bytes)",
      },
    ]);
    assert.deepEqual(await result, [{ kind: "too-large", body: "" }]);
    assert.equal((await takeInvocation()).status, 200);
  });

  it("knows no other resources", async () => {
    for (const path of ["/invocation/id-1", "/invocation/next", "/init"])
      assert.deepEqual(await post(path, "{}"), [
        404,
        { errorType: "NotFound", errorMessage: `No resource "POST /2018-06-01/runtime${path}"` },
      ]);
  });

  it("serves our own client, which sends its next request with the result", async () => {
    let lost = 0;
    const connection = new RuntimeConnection(new URL(url).host, () => lost++);
    const invoke = async () => {
      const next = connection.ask({ method: "GET", path: "/invocation/next" });
      await once(heard, "next");
      api.deliver(INVOCATION, 1_700_000_000_000);
      return await next;
    };
    assert.deepEqual((await invoke()).body, '{"a":1}');
    const taken = once(heard, "result");
    const result = connection.ask({
      method: "POST",
      path: "/invocation/id-1/response",
      body: '"ä"',
    });
    const second = invoke();
    assert.deepEqual(
      (await taken).map(({ kind, body }) => [kind, body]),
      [["response", '"ä"']],
    );
    assert.deepEqual((await result).body, '{"status":"OK"}\n');
    assert.deepEqual((await second).headers.get("lambda-runtime-aws-request-id"), "id-1");
    const failed = once(heard, "result");
    const error = { method: "POST", path: "/invocation/id-1/error", body: "{}" } as const;
    assert.equal(
      (await connection.ask({ ...error, errorType: "No\r\nsuch" })).startLine,
      "HTTP/1.1 202 Accepted",
    );
    assert.equal((await failed)[0].kind, "error");
    assert.equal((await connection.ask(error)).startLine, "HTTP/1.1 400 Bad Request");
    assert.equal(lost, 0);
  });

  it("tells our own client that it is gone", async () => {
    const lost = Promise.withResolvers<void>();
    const connection = new RuntimeConnection(new URL(url).host, lost.resolve);
    void connection.ask({ method: "GET", path: "/invocation/next" });
    await once(heard, "next");
    await api.close();
    await lost.promise;
    await api.listen();
  });
});
