import assert from "node:assert/strict";
import { parseEvent } from "../../runtime/event.ts";
import { createHttpEvent } from "../support/http-event.ts";

describe("parseEvent()", () => {
  it("recognises an HTTP API request, and fills in what API Gateway leaves out", () => {
    const event = createHttpEvent("GET", "/a?b=1");
    const { rawQueryString: _, headers: __, ...bare } = createHttpEvent("GET", "/a");
    assert.deepEqual(parseEvent(event), { kind: "http", event: { ...event, body: undefined } });
    assert.deepEqual(parseEvent({ ...bare, body: null }), {
      kind: "http",
      event: { ...bare, rawQueryString: "", headers: {}, body: undefined },
    });
  });

  it("recognises a batch of SQS messages", () => {
    const event = { Records: [{ eventSource: "aws:sqs", messageId: "1" }] };
    assert.deepEqual(parseEvent(event), { kind: "queue", event });
  });

  it("recognises a schedule that is run by hand", () => {
    const event = { kind: "schedule", name: "cleanup" };
    assert.deepEqual(parseEvent(event), { kind: "schedule", event });
  });

  it("refuses any other event, naming its fields but not their values", () => {
    const text = (event: unknown) => {
      try {
        return parseEvent(event);
      } catch (error) {
        return (error as Error).message;
      }
    };
    const neither =
      "Cannot handle event: it is neither an HTTP API request (payload format 2.0), nor an event of a WebSocket API, nor an SQS batch, nor a schedule, but";
    assert.deepEqual(
      [
        text({ token: "secret", version: "1.0" }),
        text({ Records: [] }),
        text({ Records: [{ eventSource: "aws:s3" }] }),
        text(null),
        text("text"),
        text({}),
        text({ ...createHttpEvent("GET", "/"), headers: { a: 1 } }),
      ],
      [
        `${neither} an object with token, version`,
        `${neither} an object with Records`,
        `${neither} an object with Records`,
        `${neither} object`,
        `${neither} string`,
        `${neither} an object with no fields`,
        "Cannot handle HTTP API request: an object with version, routeKey, rawPath, rawQueryString, headers, requestContext, isBase64Encoded",
      ],
    );
  });
});
