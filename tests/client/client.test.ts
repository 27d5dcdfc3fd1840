import assert from "node:assert/strict";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { type Backend, startBackend } from "queuerun/testing";
import { ApiError, connect, createClient, type Problem } from "../../client/index.ts";
import { SOCKET_PING } from "../../manifest/socket-ping.ts";
import { createOutput } from "../support/dev-output.ts";

const FOLDER = fileURLToPath(new URL("../fixtures/typed-backend/backend", import.meta.url));

describe("queuerun/client", () => {
  let backend: Backend;
  const output = createOutput();
  before(async () => {
    backend = await startBackend(FOLDER, { output: output.write });
  });
  after(() => backend.close());

  it("calls routes with parameters, query and body, and returns what they do", async () => {
    const api = createClient(`${backend.url}/`);
    const order = await api.post("/orders", { body: { day: "2026-11-23" } });
    assert.deepEqual(order, { id: "2026-11-23T00:00:00.000Z", total: 17 });
    const orders = await api.get("/orders", { query: { limit: 3 } });
    assert.deepEqual(orders, [{ id: "3", total: 17 }]);
    const path = await api.get("/files/[...path]", { params: { path: ["a", "b c", "ü%"] } });
    assert.equal(path, "a/b c/ü%");
  });

  it("sends headers, also those that it has to ask for", async () => {
    const headers = async () => ({ authorization: "ann admin" });
    const api = createClient(backend.url, { headers });
    const read = (options: object) => api.get("/users/[id]", { params: { id: "bob" }, ...options });
    const { role } = (await read({})) as { role: string };
    const own = (await read({ headers: { authorization: "ann owner" } })) as { role: string };
    assert.deepEqual([role, own.role], ["admin", "owner"]);
  });

  it("sends forms and text as they are, and takes markup, bytes and nothing", async () => {
    const api = createClient(backend.url);
    const form = new FormData();
    form.set("name", "Note");
    const params = { id: "n1" };
    const note = (await api.post("/notes/[id]", { params, body: form })) as { name: string };
    assert.equal(note.name, "Note");
    assert.equal(await api.put("/notes/[id]", { params, body: "text" }), "<h1>n1</h1>");
    const bytes = await api.get("/notes/[id]", { params });
    assert.ok(bytes instanceof Blob);
    assert.equal(await bytes.text(), "note");
    assert.equal(await api.patch("/notes/[id]", { params, body: { to: "ann" } }), undefined);
    assert.deepEqual(await api.del("/notes/[id]", { params }), { gone: true });
    assert.equal(await api.head("/notes/[id]", { params }), undefined);
  });

  it("rejects with the problem that the backend answers", async () => {
    const error = await fail(createClient(backend.url).post("/orders", { body: {} }));
    const { requestId, ...problem } = error.problem;
    assert.equal(typeof requestId, "string");
    assert.deepEqual(
      { message: error.message, status: error.status, problem },
      {
        message: "POST /orders: 422 The request does not fit the schema",
        status: 422,
        problem: {
          title: "Unprocessable Content",
          status: 422,
          detail: "The request does not fit the schema",
          errors: [
            {
              detail: 'Invalid key: Expected "day" but received undefined',
              pointer: "#/body/day",
            },
          ],
        },
      },
    );
  });

  it("makes a problem of what others answer: API Gateway, a proxy, an empty body", async () => {
    const answers: [number, string, string][] = [
      [429, "application/json", '{"message":"Too Many Requests"}'],
      [502, "text/html", "<h1>Bad gateway</h1>"],
      [503, "text/plain", ""],
    ];
    const server = createServer((_, response) => {
      const [status, type, text] = answers.shift() ?? [500, "text/plain", ""];
      response.writeHead(status, { "content-type": type }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as { port: number };
      const api = createClient(`http://127.0.0.1:${port}`);
      const problems: Problem[] = [];
      while (answers.length > 0) {
        const { problem, message } = await fail(api.get("/"));
        assert.equal(message, `GET /: ${problem.status} ${problem.title}`);
        problems.push(problem);
      }
      assert.deepEqual(problems, [
        { title: "Too Many Requests", status: 429, message: "Too Many Requests" },
        { title: "Bad Gateway", status: 502 },
        { title: "Service Unavailable", status: 503 },
      ]);
    } finally {
      server.close();
    }
  });

  it("talks over a WebSocket, and no handler sees its pings", async () => {
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const messages: unknown[] = [];
    const connection = connect<unknown, unknown>(backend.url.replace("http", "ws"), {
      pingSeconds: 0.02,
      onMessage(message) {
        messages.push(message);
        (messages.length === 1 ? first : second).resolve();
      },
    });
    try {
      connection.send({ text: "Hello" });
      // Handled side by side they could be answered in any order
      await first.promise;
      const ping = new RegExp(`sent ${SOCKET_PING.length} bytes`);
      await output.find(ping);
      connection.send({ text: "Bye" });
      await second.promise;
      assert.deepEqual(messages, [{ heard: "Hello" }, { heard: "Bye" }]);
    } finally {
      connection.close();
    }
  });

  it("can be aborted, and given another fetch", async () => {
    const seen: unknown[] = [];
    const api = createClient("/api", {
      credentials: "include",
      fetch: async (url, init) => {
        seen.push([url, init?.method, init?.credentials, init?.signal?.aborted]);
        return new Response(null, { status: 204 });
      },
    });
    const signal = AbortSignal.abort();
    assert.equal(await api.del("/users/[id]", { params: { id: "a" }, signal }), undefined);
    assert.deepEqual(seen, [["/api/users/a", "DELETE", "include", true]]);
  });
});

async function fail(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ApiError);
  return error;
}
