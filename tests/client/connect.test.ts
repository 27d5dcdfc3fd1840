import assert from "node:assert/strict";
import { type Connection, type ConnectOptions, connect, type Lost } from "../../client/index.ts";
import { ACCEPT, type SocketEvent, useSocketGateway } from "../support/dev-socket.ts";

describe("connect()", () => {
  const start = useSocketGateway();
  const open: Connection<unknown>[] = [];
  afterEach(() => {
    for (const connection of open.splice(0)) connection.close();
  });

  function openConnection(
    url: string | (() => string | Promise<string>),
    options: ConnectOptions<unknown> = {},
  ): Connection<unknown> {
    const connection = connect<unknown, unknown>(url, { retrySeconds: 0.01, ...options });
    open.push(connection);
    return connection;
  }

  /** A gateway whose events and connections can be waited for. */
  async function startGateway(answer: (event: SocketEvent) => unknown = () => ACCEPT) {
    const events = createInbox<SocketEvent>();
    const started = await start((event) => {
      events.put(event);
      return answer(event);
    });
    return {
      url: started.url.replace("http", "ws"),
      events: started.events,
      find: (event: SocketEvent) => started.gateway.find(event.requestContext.connectionId),
      async next(route: string): Promise<SocketEvent> {
        for (;;) {
          const event = await events.take();
          if (event.requestContext.routeKey === route) return event;
        }
      },
    };
  }

  it("sends what waited for the connection, and objects as JSON", async () => {
    const { url, next } = await startGateway();
    const connection = openConnection(url);
    connection.send("Hello");
    connection.send({ text: "Hello" });
    assert.deepEqual(
      [(await next("$default")).body, (await next("$default")).body],
      ["Hello", '{"text":"Hello"}'],
    );
  });

  it("hands over messages, parsed if they are JSON", async () => {
    const { url, next, find } = await startGateway();
    const messages = createInbox<unknown>();
    const opened = createInbox<null>();
    openConnection(url, { onMessage: messages.put, onOpen: () => opened.put(null) });
    await opened.take();
    const connection = find(await next("$connect"));
    for (const text of ['{"n":1}', "Hello", "null"]) connection?.send(text);
    assert.deepEqual(
      [await messages.take(), await messages.take(), await messages.take()],
      [{ n: 1 }, "Hello", null],
    );
  });

  it("pings, so that an idle connection stays", async () => {
    const { url, next } = await startGateway();
    openConnection(url, { pingSeconds: 0.01 });
    assert.equal((await next("$default")).body, "queuerun.ping");
    assert.equal((await next("$default")).body, "queuerun.ping");
  });

  it("is replaced before it is too old, and the old one stays until the new one is there", async () => {
    const { url, events, next } = await startGateway();
    const lost: Lost[] = [];
    const connection = openConnection(url, {
      lifetimeSeconds: 0.2,
      onClose: (event) => lost.push(event),
    });
    const first = await next("$connect");
    const second = await next("$connect");
    const gone = await next("$disconnect");
    assert.equal(idOf(gone), idOf(first));
    connection.send("Hello");
    assert.equal(idOf(await next("$default")), idOf(second));
    assert.deepEqual(
      [events.map(({ requestContext }) => requestContext.routeKey).slice(0, 3), lost],
      [["$connect", "$connect", "$disconnect"], []],
    );
  });

  it("opens again when it is lost, and sends what was written meanwhile", async () => {
    const { url, next, find } = await startGateway();
    const opened = createInbox<null>();
    const lost = createInbox<Lost>();
    const connection = openConnection(url, {
      onOpen: () => opened.put(null),
      onClose: lost.put,
    });
    await opened.take();
    find(await next("$connect"))?.close(1001, "Going away");
    const { code, reason } = await lost.take();
    assert.deepEqual({ code, reason }, { code: 1001, reason: "Going away" });
    connection.send("still there");
    const second = await next("$connect");
    const { body, requestContext } = await next("$default");
    assert.deepEqual(
      { body, id: requestContext.connectionId },
      { body: "still there", id: idOf(second) },
    );
  });

  it("asks for the URL each time, and tries until it is let in", async () => {
    const { url, next } = await startGateway(({ multiValueQueryStringParameters: query }) => ({
      statusCode: query?.token?.[0] === "token 3" ? 200 : 401,
    }));
    const lost: number[] = [];
    let asked = 0;
    const connection = openConnection(
      async () => {
        asked++;
        if (asked === 1) throw new Error("No token yet");
        return `${url}/?token=${encodeURIComponent(`token ${asked}`)}`;
      },
      { onClose: ({ code }) => lost.push(code) },
    );
    connection.send("in");
    await next("$default");
    assert.deepEqual([asked, lost], [3, [1006, 1006]]);
  });

  it("tries again where a refused WebSocket has an error and no close event, as in Node 22", async () => {
    const { url, next } = await startGateway();
    const { WebSocket } = globalThis;
    const lost: unknown[] = [];
    globalThis.WebSocket = class {
      readonly readyState = WebSocket.CONNECTING;
      onerror?: () => void;
      constructor() {
        globalThis.WebSocket = WebSocket;
        queueMicrotask(() => this.onerror?.());
      }
    } as unknown as typeof WebSocket;
    openConnection(url, { onClose: (event) => lost.push(event) }).send("in");
    await next("$default");
    assert.deepEqual(lost, [{ code: 1006, reason: "" }]);
  });

  it("ends for good when it is closed, or told that nobody is let in", async () => {
    const { url, next, find } = await startGateway();
    const messages = createInbox<unknown>();
    const opened = createInbox<null>();
    const refused = openConnection(url, {
      onMessage: messages.put,
      onOpen: () => opened.put(null),
    });
    await opened.take();
    find(await next("$connect"))?.send('{"error":"Unauthorized","code":4401}');
    assert.deepEqual(await messages.take(), { error: "Unauthorized", code: 4401 });
    await next("$disconnect");
    assert.throws(() => refused.send("in"), { message: "Connection is closed" });
  });

  it("keeps at most 1,000 messages while there is no connection", async () => {
    const connection = openConnection(() => new Promise<string>(() => {}));
    for (let count = 0; count < 1_000; count++) connection.send(count);
    assert.throws(() => connection.send("one more"), { message: "1000 messages wait" });
  });
});

function idOf({ requestContext }: SocketEvent): string {
  return requestContext.connectionId;
}

/** Keeps what is put into it until somebody takes it. */
function createInbox<T>() {
  const items: T[] = [];
  const takers: ((item: T) => void)[] = [];
  return {
    put(item: T): void {
      const taker = takers.shift();
      if (taker === undefined) items.push(item);
      else taker(item);
    },
    async take(): Promise<T> {
      if (items.length > 0) return items.shift() as T;
      return await new Promise((resolve) => takers.push(resolve));
    },
  };
}
