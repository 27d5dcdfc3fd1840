import assert from "node:assert/strict";
import { parseHttpEvent } from "../../runtime/event.ts";
import { parseOtherEvent } from "../../runtime/other-event.ts";
import { createHttpEvent } from "../support/http-event.ts";

describe("parseHttpEvent()", () => {
  it("recognises an HTTP API request, and fills in what API Gateway leaves out", () => {
    const event = createHttpEvent("GET", "/a?b=1");
    const { rawQueryString: _, headers: __, ...bare } = createHttpEvent("GET", "/a");
    assert.deepEqual(parseHttpEvent(event), { ...event, body: undefined });
    assert.deepEqual(parseHttpEvent({ ...bare, body: null }), {
      ...{ ...bare, rawQueryString: "", headers: {}, body: undefined },
    });
  });

  it("takes nothing else for one", () => {
    const events = [null, "text", {}, { version: "1.0" }, { Records: [] }, INVALID];
    assert.deepEqual(events.map(parseHttpEvent), Array(events.length).fill(undefined));
  });
});

const INVALID = { ...createHttpEvent("GET", "/"), headers: { a: 1 } };

describe("parseOtherEvent()", () => {
  it("recognises a batch of SQS messages", () => {
    const event = { Records: [{ eventSource: "aws:sqs", messageId: "1" }] };
    assert.deepEqual(parseOtherEvent(event), { kind: "queue", event });
  });

  it("recognises a schedule that is run by hand", () => {
    const event = { kind: "schedule", name: "cleanup" };
    assert.deepEqual(parseOtherEvent(event), { kind: "schedule", event });
  });

  it("refuses any other event, naming its fields but not their values", () => {
    const text = (event: unknown) => {
      try {
        return parseOtherEvent(event);
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
        text(INVALID),
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
