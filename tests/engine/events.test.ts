import assert from "node:assert/strict";
import { parseEvents } from "./events.ts";

const URN = "urn:pulumi:dev::shop::queuerun:index:Backend$aws:sqs/queue:Queue::jobs";
const TYPE = "aws:sqs/queue:Queue";

/** A log as the engine writes it, with a last line that a kill cut off. */
function createLog(events: readonly object[]): string {
  return `${events.map((event) => JSON.stringify(event)).join("\n")}\n{"resourcePre`;
}

describe("engine: event log", () => {
  const pre = (op: string, more: object = {}) => ({
    resourcePreEvent: { metadata: { op, type: TYPE, urn: URN, ...more } },
  });

  it("has what was begun, without what stays and what is no resource of the program", () => {
    const log = createLog([
      pre("create", { type: "pulumi:pulumi:Stack" }),
      pre("create", { type: "pulumi:providers:aws" }),
      pre("same"),
      pre("create-replacement"),
      pre("replace", { detailedDiff: { name: {}, "tags.a": {} } }),
      pre("delete-replaced"),
    ]);
    assert.deepEqual(parseEvents(log).operations, [
      { op: "replace", type: TYPE, name: "jobs", changes: ["name", "tags.a"] },
    ]);
  });

  it("has of a refresh what was found", () => {
    const found = (op: string, urn: string) => ({
      resOutputsEvent: { metadata: { op, type: TYPE, urn } },
    });
    const log = createLog([
      pre("refresh"),
      pre("refresh", { urn: `${URN}2` }),
      pre("refresh", { urn: `${URN}3` }),
      found("same", URN),
      found("update", `${URN}2`),
      found("delete", `${URN}3`),
      pre("delete"),
      found("delete", URN),
    ]);
    assert.deepEqual(parseEvents(log).operations, [
      { op: "update", type: TYPE, name: "jobs2" },
      { op: "delete", type: TYPE, name: "jobs3" },
      { op: "delete", type: TYPE, name: "jobs" },
    ]);
  });

  it("has each message once, without colours and without the notes on plugins", () => {
    const say = (severity: string, message: string) => ({
      diagnosticEvent: { severity, message },
    });
    const shown = [
      say("warning", "using pulumi-resource-aws from $PATH at /bin/pulumi-resource-aws"),
      say("warning", "<{%fg 3%}>reserved 1<{%reset%}> leaves nothing\n"),
      say("error", "no"),
      say("error", "no"),
      say("info", "yes"),
    ];
    assert.deepEqual(parseEvents(createLog([say("debug", "RPC finished"), ...shown])), {
      operations: [],
      errors: ["no"],
      warnings: ["reserved 1 leaves nothing"],
      notes: ["yes"],
      events: JSON.stringify(shown),
    });
  });
});
