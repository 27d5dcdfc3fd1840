import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import {
  type HttpGateway,
  type HttpGatewayOptions,
  startHttpGateway,
} from "../../dev/http-gateway.ts";
import type { InvocationResult } from "../../dev/invocation.ts";
import { sendRequest } from "../behaviour/harness.ts";

type Invoke = (event: APIGatewayProxyEventV2) => unknown;

describe("startHttpGateway", () => {
  let gateway: HttpGateway | undefined;
  let lines: string[];
  beforeEach(() => {
    lines = [];
  });
  afterEach(() => gateway?.close());

  /** The function returns what `invoke` returns. */
  async function start(
    invoke: Invoke,
    limits?: { integrationSeconds: number; requestSeconds: number },
    upgrade?: HttpGatewayOptions["upgrade"],
  ) {
    return await startWith(
      async (payload) => {
        const value = await invoke(JSON.parse(payload));
        return { status: "success", payload: JSON.stringify(value) };
      },
      limits,
      upgrade,
    );
  }

  async function startWith(
    invoke: (payload: string) => Promise<InvocationResult>,
    limits = { integrationSeconds: 30, requestSeconds: 30 },
    upgrade: HttpGatewayOptions["upgrade"] = async (_, socket) => void socket.end("\r\nupgrade"),
  ): Promise<string> {
    gateway = await startHttpGateway({
      host: "127.0.0.1",
      port: 0,
      limits,
      invoke,
      reserved: async () => 1,
      output: (line) => lines.push(line),
      control: async (_, response) => void response.end("control"),
      upgrade,
    });
    return gateway.url;
  }

  async function ask(url: string, path = "/", options = {}) {
    const { status, headers, cookies, body } = await sendRequest(url, path, options);
    return { status, headers, cookies, body: body.toString() };
  }

  const message = (status: number, text: string) => ({
    status,
    headers: { "content-type": "application/json" },
    cookies: [],
    body: JSON.stringify({ message: text }),
  });

  it("keeps connections for longer than clients do", async () => {
    const { headers } = await fetch(await start(() => "kept"));
    assert.equal(headers.get("keep-alive"), "timeout=60");
  });

  it("sends the request as an event and the result as the response", async () => {
    const url = await start(({ rawPath, rawQueryString, requestContext, headers, body }) => ({
      statusCode: 201,
      headers: { "x-method": requestContext.http.method, "x-type": headers["content-type"] },
      cookies: ["a=1", "b=2"],
      body: `${rawPath} ${rawQueryString} ${body}`,
    }));
    const options = { method: "PATCH", headers: { "content-type": "text/plain" }, body: "hello" };
    assert.deepEqual(await ask(url, "/a/../b%2Fc?d=%20e", options), {
      status: 201,
      headers: {
        "x-method": "PATCH",
        "x-type": "text/plain",
        "content-type": "text/plain;charset=UTF-8",
      },
      cookies: ["a=1", "b=2"],
      body: "/a/../b/c d=%20e hello",
    });
  });

  it("gives each request its own ID, and says which", async () => {
    const url = await start(({ requestContext: { requestId } }) => ({ requestId }));
    const [first, second] = [await fetch(url), await fetch(url)];
    assert.equal(
      first.headers.get("apigw-requestid"),
      ((await first.json()) as { requestId: string }).requestId,
    );
    assert.notEqual(first.headers.get("apigw-requestid"), second.headers.get("apigw-requestid"));
  });

  it("sends no body for HEAD, 204 and 304", async () => {
    const url = await start(({ rawPath }) => ({ statusCode: Number(rawPath.slice(1)), body: "x" }));
    const head = await fetch(`${url}/200`, { method: "HEAD" });
    assert.deepEqual([head.status, head.headers.get("content-length")], [200, "1"]);
    for (const status of [204, 304]) {
      const response = await fetch(`${url}/${status}`);
      assert.deepEqual([response.status, await response.text()], [status, ""]);
      assert.equal(response.headers.get("content-length"), null);
    }
  });

  it("answers HEAD with the length that the function says, or with none", async () => {
    const url = await start(({ rawPath }) => ({
      statusCode: 200,
      headers: rawPath === "/known" ? { "Content-Length": 12 } : {},
    }));
    const ask = async (path: string, method: string) => {
      const { headers } = await fetch(`${url}${path}`, { method });
      return headers.get("content-length");
    };
    assert.equal(await ask("/known", "HEAD"), "12");
    assert.equal(await ask("/unknown", "HEAD"), null);
    assert.equal(await ask("/known", "GET"), "0");
  });

  it("refuses a Host header that is no host", async () => {
    const url = await start(() => "ok");
    const status = async (host: string) => (await ask(url, "/", { headers: { host } })).status;
    for (const host of ["localhost", "a.example:8000", "[::1]:80", "127.0.0.1"])
      assert.equal(await status(host), 200, host);
    for (const host of ["a b", "a/b", "a,b", "a:port", "x@y", "<b>"])
      assert.equal(await status(host), 400, host);
    assert.equal(lines.at(-1), "GET / answered 400: the Host header is no host");
  });

  it("answers errors of the function and malformed results with 500", async () => {
    const error = { errorType: "Error", errorMessage: "secret" };
    const url = await startWith(async () => ({ status: "error", error }));
    assert.deepEqual(await ask(url), message(500, "Internal Server Error"));
    await gateway?.close();
    const other = await start(() => ({ statusCode: "none" }));
    assert.deepEqual(await ask(other), message(500, "Internal Server Error"));
  });

  it("answers 503 when throttled and 429 when paused", async () => {
    let status: "throttled" | "paused" = "throttled";
    const url = await startWith(async () => ({ status }));
    assert.deepEqual(await ask(url), message(503, "Service Unavailable"));
    status = "paused";
    assert.deepEqual(await ask(url, "/a?b=c"), message(429, "Too Many Requests"));
    assert.deepEqual(lines, [
      "GET / answered 503: reserved concurrency 1 is in use",
      "GET /a answered 429: the backend is paused, reserved concurrency is 0",
    ]);
  });

  it("says once for each path that its handler returned nothing", async () => {
    const url = await start(({ rawPath }) => ({ statusCode: rawPath === "/ok" ? 200 : 204 }));
    for (const path of ["/a", "/a", "/b", "/ok"]) await ask(url, path);
    await ask(url, "/c", { method: "DELETE" });
    assert.deepEqual(lines, [
      "GET /a answered 204: the handler returned nothing",
      "GET /b answered 204: the handler returned nothing",
    ]);
  });

  it("gives up on the function after its time, with 503", async () => {
    const url = await start(() => new Promise(() => {}), {
      integrationSeconds: 0.05,
      requestSeconds: 30,
    });
    assert.deepEqual(await ask(url), message(503, "Service Unavailable"));
  });

  it("refuses what is larger than AWS takes", async () => {
    const url = await start(({ body }) => ({ size: body?.length }));
    const post = (size: number, type: string) =>
      ask(url, "/", {
        method: "POST",
        headers: { "content-type": type },
        body: Buffer.alloc(size, "a"),
      });
    assert.equal((await post(6_200_000, "text/plain")).body, '{"size":6200000}');
    const tooLong = message(413, "Request Too Long");
    assert.deepEqual(await post(6_300_000, "text/plain"), tooLong);
    assert.deepEqual(await post(4_800_000, "image/png"), tooLong);
    assert.deepEqual(await post(10_500_000, "text/plain"), tooLong);
  });

  it("refuses more than 10,240 bytes of headers", async () => {
    const url = await start(() => "ok");
    assert.equal((await ask(url, "/", { headers: { "x-long": "a".repeat(10_000) } })).status, 200);
    const tooLarge = message(431, "Request Header Fields Too Large");
    assert.deepEqual(await ask(url, "/", { headers: { "x-long": "a".repeat(10_240) } }), tooLarge);
    assert.deepEqual(await ask(url, `/${"a".repeat(10_240)}`), tooLarge);
  });

  it("refuses a target that is none", async () => {
    const url = await start(() => "ok");
    assert.deepEqual(await ask(url, "/%zz"), message(400, "Bad Request"));
    assert.deepEqual(await ask(url, "*", { method: "OPTIONS" }), message(400, "Bad Request"));
  });

  it("does not invoke the function for an upload that is broken off or too slow", async () => {
    let invocations = 0;
    const url = await start(() => ++invocations, { integrationSeconds: 30, requestSeconds: 0.2 });
    const begin = async () => {
      const socket = connect(Number(new URL(url).port), "127.0.0.1");
      await once(socket, "connect");
      socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc");
      return socket;
    };
    (await begin()).destroy();
    const slow = await begin();
    const [answer] = await once(slow, "data");
    assert.match(String(answer), /^HTTP\/1\.1 408 Request Timeout/);
    assert.equal(invocations, 0);
    assert.equal((await ask(url)).body, "1");
  });

  it("keeps its own paths from the function", async () => {
    const url = await start(() => "function");
    assert.equal((await ask(url, "/_queuerun/control")).body, "control");
    assert.equal((await ask(url, "/_queuerunner")).body, "function");
  });

  it("hands over what asks for a WebSocket, and answers other upgrades as what they are", async () => {
    const url = await start(({ rawPath }) => rawPath);
    const upgrade = async (path: string, protocol: string) => {
      const socket = connect(Number(new URL(url).port), "127.0.0.1");
      socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\n`);
      socket.write(`upgrade: ${protocol}\r\n\r\n`);
      const [answer] = await once(socket, "data");
      socket.destroy();
      return String(answer).split("\r\n").at(-1);
    };
    assert.equal(await upgrade("/a", "WebSocket"), "upgrade");
    assert.equal(await upgrade("/b", "h2c"), "/b");
    assert.equal(await upgrade("/_queuerun/c", "websocket"), "control");
  });

  it("ends what it has handed over when it is closed", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const url = await start(
      () => "ok",
      undefined,
      async () => resolve(),
    );
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
    await promise;
    const closed = once(socket, "close");
    await gateway?.close();
    await closed;
  });

  it("rejects when the port is taken", async () => {
    await start(() => "ok");
    const { port } = gateway as HttpGateway;
    const options = {
      host: "127.0.0.1",
      port,
      limits: { integrationSeconds: 1, requestSeconds: 1 },
    };
    await assert.rejects(
      startHttpGateway({
        ...options,
        invoke: async () => ({ status: "paused" }),
        reserved: async () => 0,
        output: () => {},
        control: async () => {},
        upgrade: async () => {},
      }),
      { code: "EADDRINUSE" },
    );
  });
});
