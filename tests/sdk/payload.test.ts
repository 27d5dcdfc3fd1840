import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeDetails, encodeDetails } from "../../sdk/attribute.ts";
import { decodePayload, encodePayload } from "../../sdk/payload.ts";

/** What SQS takes in a message body (API reference of SendMessage). */
const ALLOWED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u;

const roundTrip = (payload: unknown) => decodePayload(encodePayload(payload, "email"));

function refuses(payload: unknown, reason: string): void {
  assert.throws(() => encodePayload(payload, "email"), {
    name: "PushError",
    problem: "payload",
    queue: "email",
    message: `Cannot push to queue "email": ${reason}`,
  });
}

describe("encodePayload", () => {
  it("writes plain JSON that comes back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const { body, isBytes } = encodePayload(payload, "email");
        assert.equal(isBytes, false);
        assert.deepEqual(decodePayload({ body, isBytes }), JSON.parse(JSON.stringify(payload)));
      }),
    );
  });

  it("writes only characters that SQS takes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (key, value) => {
        const payload = [{ [key]: value }, "\uffff\ufffe\u0000\ud800"];
        const { body } = encodePayload(payload, "email");
        assert.match(body, ALLOWED);
        assert.deepEqual(JSON.parse(body), payload);
        const user = { id: `u${key}` };
        const details = { params: { [key]: value }, hops: 1, isBytes: false, user };
        const attribute = encodeDetails(details);
        assert.match(attribute ?? "", ALLOWED);
        assert.deepEqual(decodeDetails(attribute), details);
      }),
    );
  });

  it("carries bytes, also none, and only the part of a buffer that is meant", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.deepEqual(roundTrip(bytes), Buffer.from(bytes));
        assert.match(encodePayload(bytes, "email").body, ALLOWED);
      }),
    );
    assert.deepEqual(roundTrip(new Uint8Array([1, 2, 3]).subarray(1, 2)), Buffer.from([2]));
  });

  it("keeps what JSON.stringify keeps: toJSON, the same object twice, properties without a value", () => {
    const address = { city: "Bonn" };
    class Order {
      id = 17;
      #secret = "x";
      secret = () => this.#secret;
      toJSON() {
        return { id: this.id };
      }
    }
    const payload = { from: address, to: address, order: new Order(), note: undefined };
    assert.deepEqual(roundTrip({ ...payload, at: new Date(0), list: [undefined, Number.NaN] }), {
      from: { city: "Bonn" },
      to: { city: "Bonn" },
      order: { id: 17 },
      at: "1970-01-01T00:00:00.000Z",
      list: [null, null],
    });
  });

  it("refuses a circle, with its path and what it goes back to", () => {
    const order = { id: 17, items: [{ "unit price": 1, order: {} as unknown }] };
    Object.assign(order.items[0] ?? {}, { order });
    refuses(order, "payload.items[0].order is circular: it is payload again");
    const inner: Record<string, unknown> = {};
    inner["in ner"] = { inner };
    refuses(
      { list: [1, inner] },
      'payload.list[1]["in ner"].inner is circular: it is payload.list[1] again',
    );
  });

  it("refuses what JSON cannot hold, with its path", () => {
    refuses(undefined, "payload is undefined. Push null, or an empty object");
    refuses(1n, "payload is a BigInt (1n), which JSON cannot hold");
    refuses({ total: 1n }, "payload.total is a BigInt (1n), which JSON cannot hold");
    refuses({ next: () => {} }, "payload.next is a function, which JSON cannot hold");
    refuses([Symbol("x")], "payload[0] is a symbol, which JSON cannot hold");
    refuses({ tags: new Set(["a"]) }, "payload.tags is a Set, which JSON cannot hold");
    refuses({ id: Promise.resolve(1) }, "payload.id is a Promise, which JSON cannot hold");
    refuses({ why: new TypeError("x") }, "payload.why is an Error, which JSON cannot hold");
    refuses({ raw: new Uint8Array(1) }, "payload.raw is a Uint8Array, which JSON cannot hold");
    refuses({ at: { toJSON: () => 1n } }, "payload.at is a BigInt (1n), which JSON cannot hold");
    const failing = {
      get total() {
        throw new Error("No price");
      },
    };
    refuses(failing, "payload cannot be read: No price");
  });

  it("refuses what is nested deeper than 1,000 levels", () => {
    const nest = (levels: number) => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level++) value = [value];
      return value;
    };
    assert.deepEqual(roundTrip(nest(1_000)), nest(1_000));
    refuses(nest(1_001), "payload is nested deeper than 1,000 levels");
    refuses(nest(100_000), "payload is nested deeper than 1,000 levels");
  });

  it("throws nothing but PushError, whatever is pushed", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withMap: true, withSet: true }), (payload) => {
        try {
          encodePayload(payload, "email");
        } catch (error) {
          assert.equal((error as Error).name, "PushError");
        }
      }),
    );
  });
});

describe("decodePayload", () => {
  it("never throws: what is not JSON is a string", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (body, isBytes) => {
        const payload = decodePayload({ body, isBytes });
        if (payload === body) return;
        const parsed: unknown = JSON.parse(body);
        const bytes = isBytes && typeof parsed === "string";
        assert.deepEqual(payload, bytes ? Buffer.from(parsed, "base64") : parsed);
      }),
    );
  });
});

describe("decodeDetails", () => {
  it("never throws: what is malformed counts as absent", () => {
    const absent = { params: {}, hops: 1, isBytes: false, user: null };
    const field = fc.oneof(fc.jsonValue(), fc.constant("bytes"));
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ params: field, hops: field, type: field, user: field }, { requiredKeys: [] })
        .map((fields) => JSON.stringify(fields)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { params, hops, isBytes, user } = decodeDetails(text);
        assert.ok(Object.values(params).every((value) => typeof value === "string"));
        assert.ok(Number.isSafeInteger(hops) && hops >= 1);
        assert.equal(typeof isBytes, "boolean");
        assert.ok(user === null || (typeof user.id === "string" && user.id !== ""));
      }),
    );
    for (const text of [
      undefined,
      "",
      "{",
      "null",
      "7",
      '"x"',
      "[]",
      '{"hops":0,"params":["a"],"user":""}',
    ])
      assert.deepEqual(decodeDetails(text), absent);
  });

  it("is the inverse of encodeDetails", () => {
    const details = fc.record({
      params: fc.dictionary(fc.string(), fc.string()),
      hops: fc.integer({ min: 1 }),
      isBytes: fc.boolean(),
      user: fc.option(fc.record({ id: fc.string({ minLength: 1 }) })),
    });
    fc.assert(
      fc.property(details, (expected) => {
        assert.deepEqual(
          decodeDetails(encodeDetails(expected)),
          JSON.parse(JSON.stringify(expected)),
        );
      }),
    );
    assert.equal(encodeDetails({ params: {}, hops: 1, isBytes: false, user: null }), undefined);
  });
});
