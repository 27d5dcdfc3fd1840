import assert from "node:assert/strict";
import { SIGN } from "../support/access.ts";
import { useCloud } from "../support/dev-cloud.ts";
import { PASS } from "../support/dev-gate.ts";
import { createPackage } from "../support/dev-package.ts";
import { runCommand } from "../support/run-command.ts";
import { getRefusal, useSockets } from "../support/socket-client.ts";
import { PROJECT } from "../support/source-file.ts";

const SOCKET = { file: "socket/index.ts", middleware: [], timeoutSeconds: 10 };

/** A handler that lets everybody in, and runs `code` for messages. */
function createHandler(code: string): string {
  return `${PASS}${SIGN}
const { QUEUERUN_CONNECTIONS_URL: url } = process.env;
const send = (id, text) => fetch(url + "/@connections/" + encodeURIComponent(id), {
  method: "POST", body: text, headers: sign("execute-api") });
export const handler = async ({ requestContext, body }) => {
  if (requestContext?.eventType === "DISCONNECT") console.log("left");
  if (requestContext?.eventType !== "MESSAGE") return { statusCode: 200, body: JSON.stringify(process.env) };
  const id = requestContext.connectionId;
  ${code}
};`;
}

describe("LocalSocket", () => {
  const start = useCloud();
  const open = useSockets();

  it("tells the function where its connections are, and every function its own URL", async () => {
    const names = (env: Record<string, string>) =>
      Object.entries(env)
        .filter(([name]) => /^QUEUERUN_(URL|WEBSOCKET|CONNECTIONS|DYNAMODB)/.test(name))
        .map(([name, value]) => [name, value.replace(/\d+(?=\/|$)/, "PORT")]);
    const { cloud } = await start(createHandler(""), { socket: SOCKET });
    assert.equal(cloud.webSocketUrl, `ws://127.0.0.1:${cloud.port}`);
    const env = (await (await fetch(cloud.url)).json()) as Record<string, string>;
    assert.deepEqual(names(env).sort(), [
      ["QUEUERUN_CONNECTIONS_TABLE", "local-connections"],
      ["QUEUERUN_CONNECTIONS_URL", "http://127.0.0.1:PORT/live"],
      ["QUEUERUN_DYNAMODB_URL", "http://127.0.0.1:PORT"],
      ["QUEUERUN_URL", "http://127.0.0.1:PORT"],
      ["QUEUERUN_WEBSOCKET_URL", "ws://127.0.0.1:PORT"],
    ]);
    assert.equal(env.QUEUERUN_URL, cloud.url);
    const without = await start(createHandler(""));
    assert.deepEqual(names((await (await fetch(without.cloud.url)).json()) as typeof env), [
      ["QUEUERUN_URL", "http://127.0.0.1:PORT"],
    ]);
    assert.equal(without.cloud.webSocketUrl, undefined);
  });

  it("lets the function send to its connections", async () => {
    const { cloud } = await start(createHandler('await send(id, body + "!");'), { socket: SOCKET });
    const { webSocket, next } = await open(cloud.url);
    webSocket.send("hello");
    assert.equal(await next(), "hello!");
  });

  it("refuses WebSockets of a backend that has no socket", async () => {
    const { cloud, lines } = await start(createHandler(""));
    assert.deepEqual(await getRefusal(cloud.url), {
      status: 404,
      body: '{"message":"Not Found"}',
    });
    assert.deepEqual(lines, ["WebSocket refused with 404: the backend has no socket/index.ts"]);
  });

  it("keeps connections open when the code changes, and gives messages to the new code", async () => {
    const source = createPackage(createHandler('await send(id, "old");'), { socket: SOCKET });
    const { cloud } = await start(source);
    const { webSocket, next } = await open(cloud.url);
    webSocket.send("hello");
    assert.equal(await next(), "old");
    const code = createHandler('await send(id, "new");');
    Object.assign(source, createPackage(code, { socket: SOCKET }));
    await cloud.rebuild();
    webSocket.send("hello");
    assert.equal(await next(), "new");
  });

  it("closes connections when the code has no socket any more, and opens them when it has again", async () => {
    const source = createPackage(createHandler('await send(id, "old");'), { socket: SOCKET });
    const { cloud } = await start(source);
    const { closed } = await open(cloud.url);
    Object.assign(source, createPackage(createHandler("")));
    await cloud.rebuild();
    assert.deepEqual(await closed, { code: 1001, reason: "Going away" });
    assert.equal((await getRefusal(cloud.url)).status, 404);
    const code = createHandler('await send(id, "new");');
    Object.assign(source, createPackage(code, { socket: SOCKET }));
    await cloud.rebuild();
    const { webSocket, next } = await open(cloud.url);
    webSocket.send("hello");
    assert.equal(await next(), "new");
  });

  it("lets nothing in while it is paused, and keeps the connections", async () => {
    const { cloud } = await start(createHandler('await send(id, "ok");'), { socket: SOCKET });
    const { webSocket, next } = await open(cloud.url);
    await cloud.pause();
    assert.equal((await getRefusal(cloud.url)).status, 429);
    webSocket.send("hello");
    assert.match(await next(), /^\{"message": "Too Many Requests", /);
    await cloud.resume();
    webSocket.send("hello");
    assert.equal(await next(), "ok");
  });

  it("throttles messages beyond the reserved concurrency", async () => {
    const code = createHandler('if (body !== "") await pass(body); await send(id, "ok");');
    const concurrency = { reserved: 1, provisioned: "off" } as const;
    const { cloud, gate } = await start(code, { socket: SOCKET, concurrency });
    const { webSocket, next } = await open(cloud.url);
    webSocket.send(gate.url);
    await gate.arrived(1);
    webSocket.send("");
    assert.match(await next(), /^\{"message": "Internal server error", /);
    gate.open();
    assert.equal(await next(), "ok");
  });

  it("is drained when messages and ends of connections are handled, though others are open", async () => {
    const code = createHandler('await pass(body); console.log("handled");');
    const { cloud, gate, lines } = await start(code, { socket: SOCKET });
    await open(cloud.url);
    const { webSocket, closed } = await open(cloud.url);
    await cloud.drained();
    webSocket.send(gate.url);
    await gate.arrived(1);
    const drained = cloud.drained().then(() => lines.push("drained"));
    webSocket.close();
    await closed;
    gate.open();
    await drained;
    const order = lines.filter((line) => /^(handled|left|drained)$/.test(line));
    assert.deepEqual(order.toSorted(), ["drained", "handled", "left"]);
    assert.equal(order.at(-1), "drained");
  });

  it("is not loaded for a backend without a socket", async () => {
    const code = `
      import { createRequire } from "node:module";
      import { startLocalCloud } from "./dev/start-local-cloud.ts";
      import { createPackage } from "./tests/support/dev-package.ts";
      const loaded = () => Object.keys(createRequire(import.meta.url).cache)
        .filter((file) => /node_modules.(ws|dynalite)\\W/.test(file)).length > 0;
      for (const socket of [null, ${JSON.stringify(SOCKET)}]) {
        const source = createPackage("export const handler = () => {};", { socket });
        await (await startLocalCloud({ source })).close();
        console.log(loaded());
      }`;
    const args = ["--input-type=module", "--eval", code];
    const { stdout } = await runCommand(process.execPath, args, { cwd: PROJECT });
    assert.equal(stdout, "false\ntrue\n");
  });

  it("leaves nothing behind when it is closed", async () => {
    const { cloud } = await start(createHandler(""), { socket: SOCKET });
    const env = (await (await fetch(cloud.url)).json()) as Record<string, string>;
    const { closed, webSocket } = await open(cloud.url);
    await cloud.close();
    assert.deepEqual(await closed, { code: 1001, reason: "Going away" });
    assert.equal(webSocket.readyState, webSocket.CLOSED);
    for (const name of ["URL", "CONNECTIONS_URL", "DYNAMODB_URL"])
      await assert.rejects(fetch(env[`QUEUERUN_${name}`] ?? ""), { message: "fetch failed" });
  });

  it("closes at once although a connection is being opened", async () => {
    const code = `${PASS} export const handler = async ({ multiValueQueryStringParameters }) =>
      await pass(multiValueQueryStringParameters.gate[0]);`;
    const { cloud, gate } = await start(code, { socket: SOCKET });
    const opening = open(`${cloud.url}/?gate=${encodeURIComponent(gate.url)}`);
    await gate.arrived(1);
    const ended = assert.rejects(opening);
    await cloud.close();
    await ended;
  });
});
