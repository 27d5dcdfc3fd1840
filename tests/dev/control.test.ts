import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { createControl } from "../../dev/control.ts";
import { JOBS, useCloud } from "../support/dev-cloud.ts";

const TOKEN = "secret";

describe("createControl", () => {
  const start = useCloud();

  async function startControlled() {
    const { cloud } = await start(JOBS, { control: createControl(TOKEN) });
    const ask = async (body: unknown, init: RequestInit = {}, path = "/_queuerun/control") => {
      const response = await fetch(`${cloud.url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}` },
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...init,
      });
      return [response.status, await response.json()];
    };
    return { cloud, ask };
  }

  it("changes concurrency, and tells what it is", async () => {
    const { cloud, ask } = await startControlled();
    assert.deepEqual(await ask({ reserved: "5" }), [200, { reserved: 5, provisioned: "off" }]);
    assert.deepEqual(await ask({ provisioned: "1" }), [200, { reserved: 5, provisioned: 1 }]);
    assert.deepEqual(await ask({ paused: true }), [200, { reserved: 0, provisioned: 1 }]);
    assert.deepEqual(await ask({ paused: false }), [200, { reserved: 5, provisioned: 1 }]);
    assert.deepEqual(await ask({ reserved: "off" }), [200, { reserved: "off", provisioned: 1 }]);
    assert.deepEqual(cloud.concurrency, { reserved: "off", provisioned: 1 });
  });

  it("makes changes that are asked for at once one after the other, and loses none", async () => {
    const { cloud, ask } = await startControlled();
    await Promise.all([
      ask({ reserved: "5" }),
      ask({ provisioned: "1" }),
      cloud.pause(),
      cloud.resume(),
    ]);
    assert.deepEqual(cloud.concurrency, { reserved: 5, provisioned: 1 });
    await Promise.all([cloud.setConcurrency({ reserved: 7 }), cloud.pause(), cloud.resume()]);
    assert.deepEqual(cloud.concurrency, { reserved: 7, provisioned: 1 });
  });

  it("refuses values that do not go together, and changes nothing", async () => {
    const { cloud, ask } = await startControlled();
    await ask({ reserved: "2" });
    assert.deepEqual(await ask({ provisioned: "3" }), [
      400,
      { message: '"provisioned" is 3, must be at most "reserved", which is 2' },
    ]);
    assert.deepEqual(await ask({ reserved: "x" }), [
      400,
      { message: '"reserved" is "x", must be "off" or an integer of 0 or more' },
    ]);
    assert.deepEqual(await ask("{"), [400, { message: "The body must be a JSON object" }]);
    assert.deepEqual(cloud.concurrency, { reserved: 2, provisioned: "off" });
  });

  it("refuses whoever has not the token, and web pages also with it", async () => {
    const { cloud, ask } = await startControlled();
    const authorization = `Bearer ${TOKEN}`;
    const pause = { paused: true };
    assert.deepEqual(await ask(pause, { headers: {} }), [401, { message: "Unauthorized" }]);
    assert.deepEqual(await ask(pause, { headers: { authorization: "Bearer other" } }), [
      401,
      { message: "Unauthorized" },
    ]);
    const forPages = [403, { message: "Not for web pages" }];
    const origin = "https://evil.example";
    assert.deepEqual(await ask(pause, { headers: { authorization, origin } }), forPages);
    const headers = { authorization, "sec-fetch-site": "cross-site" };
    assert.deepEqual(await ask(pause, { headers }), forPages);
    assert.deepEqual(await ask(pause, { method: "PUT" }), [405, { message: "Method Not Allowed" }]);
    assert.deepEqual(await ask(pause, {}, "/_queuerun/other"), [404, { message: "Not Found" }]);
    assert.deepEqual(cloud.concurrency, { reserved: "off", provisioned: "off" });
  });

  it("answers whoever has not the token before it has read what they send", async () => {
    const { cloud } = await startControlled();
    const headers = { "content-length": "1000000" };
    const asked = request(`${cloud.url}/_queuerun/push`, { method: "POST", headers });
    asked.flushHeaders();
    const [{ statusCode }] = await once(asked, "response");
    asked.destroy();
    assert.equal(statusCode, 401);
  });

  it("is not there unless it is asked for", async () => {
    const { cloud } = await start(JOBS);
    assert.equal((await fetch(`${cloud.url}/_queuerun/control`)).status, 404);
  });
});
