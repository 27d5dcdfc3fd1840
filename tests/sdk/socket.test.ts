import assert from "node:assert/strict";
import fc from "fast-check";
import { SocketError, socket } from "queuerun/sdk";
import { decodeText, encodeText, MAX_TEXT_BYTES } from "../../sdk/socket-text.ts";
import { createInvocation } from "../support/invocation.ts";

describe("socket", () => {
  it("is refused outside an invocation, with what to do", async () => {
    await assert.rejects(socket.to("ann").send(1), {
      name: "SocketError",
      problem: "invocation",
      message:
        "Cannot reach connections: no invocation is running. Use socket in a handler, middleware or warmup()",
    });
    assert.throws(() => socket.url, { problem: "invocation" });
  });

  it("is refused in a backend without a socket, with what to do", async () => {
    const { run } = createInvocation([]);
    await assert.rejects(
      run(() => socket.isOnline("ann")),
      {
        name: "SocketError",
        problem: "socket",
        message: "Cannot reach connections: this backend has no socket. Add socket/index.ts",
      },
    );
  });
});

describe("encodeText", () => {
  it("writes a string as it is and all else as JSON, of which the client gets back the value", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string()), (value) => {
        const text = encodeText(value);
        assert.equal(text, typeof value === "string" ? value : JSON.stringify(value));
        if (typeof value !== "string")
          assert.deepEqual(decodeText(text), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("takes exactly 128 KB, and refuses one byte more", () => {
    assert.equal(encodeText("x".repeat(MAX_TEXT_BYTES)).length, 131_072);
    assert.throws(() => encodeText(`${"x".repeat(MAX_TEXT_BYTES)}y`), { problem: "size" });
    assert.throws(() => encodeText(["x".repeat(MAX_TEXT_BYTES - 3)]), {
      message:
        "Cannot send: the message has 131,073 bytes, at most 131,072 bytes. Store the data elsewhere and send its URL",
    });
  });

  it("throws nothing but SocketError, whatever is sent", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withTypedArray: true, withMap: true }),
        (value) => {
          try {
            encodeText(value);
          } catch (error) {
            assert.ok(error instanceof SocketError);
          }
        },
      ),
    );
  });

  it("refuses bytes of every kind, and names what JSON cannot hold", () => {
    for (const bytes of [Buffer.of(1), new ArrayBuffer(1), new DataView(new ArrayBuffer(1))])
      assert.throws(() => encodeText(bytes), { problem: "data" });
    assert.throws(() => encodeText({ list: [new Map()] }), {
      message: "Cannot send: data.list[0] is a Map, which JSON cannot hold",
    });
  });
});
