import assert from "node:assert/strict";
import type { SocketCredentials } from "../../../sdk/index.ts";
import { useSocketWorlds } from "../../support/socket-world.ts";

const HOST = "ws1.execute-api.eu-central-1.amazonaws.com";

describe("the credentials of a handshake", () => {
  const worlds = useSocketWorlds();

  /** Whether a page's cookies are seen, and what is printed. */
  async function seesCookies(headers: Record<string, string>, origins: readonly string[] = []) {
    let cookies: unknown;
    const world = await worlds.create({
      config: { origins },
      authenticate: (credentials: SocketCredentials) => {
        cookies = credentials.cookies;
        assert.equal(credentials.headers.cookie, undefined);
        return null;
      },
    });
    await world.connect("a1", { headers: { Cookie: "session=1", ...headers } });
    return { seen: JSON.stringify(cookies) === '{"session":"1"}', log: world.log };
  }

  it("hold the cookies of the socket's own host, of the backend's pages, and of origins that it lists", async () => {
    const origins = ["https://shop.example"];
    const api = "https://api1.execute-api.eu-central-1.amazonaws.com";
    for (const origin of [`https://${HOST}`, `http://${HOST}:8080`, api, ...origins])
      assert.deepEqual(await seesCookies({ Origin: origin }, origins), { seen: true, log: [] });
  });

  it("hold the cookies of what is no browser, and sends no origin", async () => {
    assert.deepEqual(await seesCookies({}), { seen: true, log: [] });
  });

  it("hold no cookies of another site's page, and the log says what to do", async () => {
    for (const origin of [
      "https://evil.example",
      "https://shop.example.evil.example",
      "http://shop.example",
      `https://evil.example/${HOST}`,
      "null",
      "",
    ])
      assert.deepEqual(await seesCookies({ Origin: origin }, ["https://shop.example"]), {
        seen: false,
        log: [
          `Cookies of a WebSocket handshake are left out, as the page is of origin ${JSON.stringify(origin)}. If it may use them, add it to "origins" in the config of the socket`,
        ],
      });
  });

  it("cannot be read with origins that are none: nobody is let in", async () => {
    for (const origins of [["shop.example"], ["https://shop.example/"], [7], "*"]) {
      const world = await worlds.create({ config: { origins } });
      assert.equal(await world.connect("a1"), 500);
      const [wrong] = [origins].flat();
      assert.deepEqual(world.log, [
        `loading of the socket failed (request request-1): TypeError: socket/index.ts: "config.origins" holds ${JSON.stringify(wrong)}, must be origins: "https://shop.example"`,
      ]);
    }
  });

  it("have every value of a query key that repeats, and refuse a key that is none", async () => {
    let query: unknown;
    const world = await worlds.create({
      authenticate: (credentials: SocketCredentials) => {
        query = credentials.query;
        return null;
      },
    });
    await world.connect("a1", { query: { a: "1" } });
    assert.deepEqual(query, { a: "1" });
    assert.equal(await world.connect("a2", { query: { ["__proto__"]: "1" } }), 400);
  });
});
