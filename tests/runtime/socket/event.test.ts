import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSocketEvent } from "../../../runtime/socket/event.ts";
import { groupBySize } from "../../../runtime/socket/group-by-size.ts";
import { createBody, parseSocketJob } from "../../../runtime/socket/job-body.ts";
import { createConnectEvent, createMessageEvent } from "../../support/socket-event.ts";

describe("parseSocketEvent", () => {
  it("reads a handshake: headers in lower case, all values of what repeats", () => {
    const event = {
      ...createConnectEvent("a=", { connectedAt: 1_795_000_000_000 }),
      multiValueHeaders: { Host: ["h"], Cookie: ["a=1", "b=2"], "X-Two": ["1", "2"] },
      multiValueQueryStringParameters: { q: ["1", "2"], empty: [""] },
    };
    assert.deepEqual(parseSocketEvent(event), {
      type: "connect",
      connectionId: "a=",
      connectedAt: 1_795_000_000_000,
      headers: { host: "h", cookie: "a=1; b=2", "x-two": "1, 2" },
      query: [
        ["q", "1"],
        ["q", "2"],
        ["empty", ""],
      ],
    });
  });

  it("reads a message, also one in base64", () => {
    const message = createMessageEvent("a=", "aGk=");
    const expected = { type: "message", connectionId: "a=" };
    assert.deepEqual(parseSocketEvent({ ...message }), { ...expected, text: "aGk=" });
    const encoded = { ...message, isBase64Encoded: true };
    assert.deepEqual(parseSocketEvent(encoded), { ...expected, text: "hi" });
  });

  it("refuses what is no event of a WebSocket API", () => {
    assert.throws(() => parseSocketEvent({ requestContext: { connectionId: "a", eventType: 1 } }), {
      name: "TypeError",
      message: "Cannot handle WebSocket event of type 1",
    });
  });

  it("throws nothing but its own error, whatever the fields hold", () => {
    const context = fc.record(
      {
        eventType: fc.constantFrom("CONNECT", "MESSAGE", "DISCONNECT"),
        connectionId: fc.string(),
        connectedAt: fc.anything(),
      },
      { requiredKeys: ["eventType"] },
    );
    const noText = { toString: 1, valueOf: 1 };
    const value = fc.oneof(fc.constantFrom(noText, { Host: noText }), fc.anything());
    const event = fc.record({
      requestContext: context,
      body: value,
      headers: value,
      multiValueHeaders: value,
      queryStringParameters: value,
    });
    fc.assert(
      fc.property(event, (fields) => {
        try {
          parseSocketEvent({ ...fields });
        } catch (error) {
          assert.match(String(error), /^TypeError: Cannot handle WebSocket event of type /);
        }
      }),
    );
  });
});

describe("createBody", () => {
  it("writes only characters that SQS takes, and what parseSocketJob reads", () => {
    const text = fc.string({ unit: "binary" });
    const fields = { connectionId: text, expires: fc.nat(), channel: text };
    const member = fc.record(fields, { noNullPrototype: true });
    fc.assert(
      fc.property(member, fc.array(text), (member, texts) => {
        const job = { type: "deliver", member, texts: [...texts, "\ufffe\uffff\u0000"] } as const;
        const body = createBody(job);
        assert.doesNotMatch(body, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
        assert.deepEqual(parseSocketJob(JSON.parse(body)), job);
      }),
    );
  });
});

describe("groupBySize", () => {
  it("keeps all items in their order, and every group within a message to SQS", () => {
    const items = fc.array(fc.nat({ max: 400_000 }).map((size) => "x".repeat(size)));
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 4 }), fc.nat(400_000), (items, most, beside) => {
        const groups = groupBySize(items, most, beside);
        assert.deepEqual(groups.flat(), items);
        for (const group of groups) {
          assert.ok(group.length > 0 && group.length <= most);
          assert.ok(JSON.stringify(group).length + beside < 1_000_000);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("parseSocketJob", () => {
  it("reads what the runtime writes, and nothing else", () => {
    const member = { connectionId: "a", expires: 1, userId: "ann", channel: "room" };
    const jobs = [
      { type: "deliver", member, texts: ["1"] },
      { type: "send", members: [member], text: "1" },
      { type: "gone", members: [{ connectionId: "a", expires: 1 }] },
      { type: "identify", connectionId: "a" },
    ];
    assert.deepEqual(
      jobs.map((job) => parseSocketJob({ kind: "socket", ...job })),
      jobs,
    );
    const wrong = [
      {},
      { type: "deliver", member, texts: [1] },
      { type: "deliver", member: null, texts: [] },
      { type: "send", members: [member] },
      { type: "gone", members: [{ connectionId: "a" }] },
      { type: "gone", members: [{ ...member, channel: 1 }] },
      { type: "identify" },
      { type: "other" },
    ];
    assert.deepEqual(
      wrong.map((job) => parseSocketJob(job)),
      wrong.map(() => undefined),
    );
  });
});
