import assert from "node:assert/strict";
import { createMessageReader, formatMessage, type HttpMessage } from "../../dev/http-message.ts";

describe("HTTP messages", () => {
  function read(chunks: readonly Buffer[], maximumBytes = 100): unknown[] {
    const messages: HttpMessage[] = [];
    const take = createMessageReader(maximumBytes, (message) => messages.push(message));
    for (const chunk of chunks) take(chunk);
    return messages.map(({ startLine, headers, body }) => [startLine, [...headers], body]);
  }

  const TEXT = Buffer.from(
    `${formatMessage("GET /a HTTP/1.1", { "X-Name": "n" }, "")}${formatMessage("POST /b HTTP/1.1", {}, "äöü")}`,
  );
  const MESSAGES = [
    [
      "GET /a HTTP/1.1",
      [
        ["x-name", "n"],
        ["content-length", "0"],
      ],
      "",
    ],
    ["POST /b HTTP/1.1", [["content-length", "6"]], "äöü"],
  ];

  it("are read as they were written, several in a chunk", () => {
    assert.deepEqual(read([TEXT]), MESSAGES);
  });

  it("are read wherever they are divided", () => {
    for (let at = 1; at < TEXT.length; at++)
      assert.deepEqual(read([TEXT.subarray(0, at), TEXT.subarray(at)]), MESSAGES);
    assert.deepEqual(read([...TEXT].map((byte) => Buffer.of(byte))), MESSAGES);
  });

  it("lose a body that is too long, and no other", () => {
    const long = Buffer.from(formatMessage("POST /long HTTP/1.1", {}, "x".repeat(101)));
    const lost = ["POST /long HTTP/1.1", [["content-length", "101"]], "too-large"];
    const both = Buffer.concat([long, TEXT]);
    assert.deepEqual(read([both]), [lost, ...MESSAGES]);
    assert.deepEqual(read([...both].map((byte) => Buffer.of(byte))), [lost, ...MESSAGES]);
  });

  it("have no body where the length is none", () => {
    const text = "GET /a HTTP/1.1\r\ncontent-length: -1\r\n\r\n";
    const message = ["GET /a HTTP/1.1", [["content-length", "-1"]], ""];
    assert.deepEqual(read([Buffer.from(text + text)]), [message, message]);
  });
});
