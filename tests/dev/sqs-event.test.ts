import assert from "node:assert/strict";
import fc from "fast-check";
import type { ReceivedMessage } from "../../dev/sqs-client.ts";
import { createSqsEvent, divideBatch } from "../../dev/sqs-event.ts";

function createMessage(id: string, body: string): ReceivedMessage {
  return {
    MessageId: id,
    ReceiptHandle: `handle of ${id}`,
    Body: body,
    MD5OfBody: "md5",
    Attributes: { ApproximateReceiveCount: "1" },
  };
}

describe("createSqsEvent", () => {
  it("gives message attributes the shape they have in Lambda", () => {
    const message = {
      ...createMessage("a", "hello"),
      MD5OfMessageAttributes: "md5 of attributes",
      MessageAttributes: {
        text: { DataType: "String", StringValue: "é" },
        bytes: { DataType: "Binary.png", BinaryValue: "w6k=" },
      },
    };
    assert.deepEqual(createSqsEvent([message], "arn:aws:sqs:us-east-1:000000000000:q"), {
      Records: [
        {
          messageId: "a",
          receiptHandle: "handle of a",
          body: "hello",
          attributes: { ApproximateReceiveCount: "1" },
          messageAttributes: {
            text: {
              stringValue: "é",
              stringListValues: [],
              binaryListValues: [],
              dataType: "String",
            },
            bytes: {
              binaryValue: "w6k=",
              stringListValues: [],
              binaryListValues: [],
              dataType: "Binary.png",
            },
          },
          md5OfMessageAttributes: "md5 of attributes",
          md5OfBody: "md5",
          eventSource: "aws:sqs",
          eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:q",
          awsRegion: "us-east-1",
        },
      ],
    });
  });
});

describe("divideBatch", () => {
  it("keeps all messages in order, in parts that fit", () => {
    const bodies = fc.array(fc.string({ unit: "grapheme", maxLength: 500 }), { maxLength: 20 });
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 5_000 }), (texts, maximum) => {
        const messages = texts.map((text, index) => createMessage(String(index), text));
        const parts = divideBatch(messages, maximum);
        assert.deepEqual(parts.flat(), messages);
        for (const part of parts) {
          const event = JSON.stringify(createSqsEvent(part, "arn:aws:sqs:us-east-1:0:q"));
          assert.ok(part.length === 1 || Buffer.byteLength(event) <= maximum);
        }
      }),
    );
  });

  it("divides no more than it must", () => {
    const messages = Array.from({ length: 10 }, (_, index) => createMessage(`${index}`, "x"));
    assert.deepEqual(divideBatch(messages, 100_000), [messages]);
    assert.deepEqual(divideBatch([], 100), []);
  });
});
