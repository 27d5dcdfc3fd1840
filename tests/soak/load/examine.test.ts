import assert from "node:assert/strict";
import type { HandledBatch } from "../../../soak/cloud/protocol.ts";
import { type Evidence, examine, type Findings } from "../../../soak/load/examine.ts";
import type { PlannedJob } from "../../../soak/load/plan.ts";
import { parseRecord } from "../../../soak/load/record.ts";

function job(id: number, group?: string): PlannedJob {
  return { id, faults: [], queue: "q", ...(group === undefined ? {} : { group }) };
}

/** Messages as `ID RECEIVES`, with a `!` those that failed. */
function batch(messages: readonly string[], error?: string): HandledBatch {
  return {
    queue: "q",
    messages: messages.map((text) => ({
      id: text.split(" ")[0] ?? "",
      receives: Number.parseInt(text.split(" ")[1] ?? "", 10),
      isFailed: text.endsWith("!"),
    })),
    error,
  };
}

function deadLetter(id: number, messageId: string, attributes = {}) {
  return { queue: "q", messageId, body: JSON.stringify({ id }), attributes };
}

/** Lines of the record are `begun 1 a 1`: event, job, message and receive. */
function find(
  jobs: readonly PlannedJob[],
  record: readonly string[],
  evidence: Partial<Evidence>,
): Findings {
  const plan = new Map([["q", jobs]]);
  const nothing = { batches: [], deadLetters: [], sentAgain: new Set<number>() };
  return examine({ plan, ...nothing, ...evidence, record: parseRecord(record.join("\n")) }, 2);
}

const SOUND: Findings = {
  lost: [],
  dead: 0,
  deadEarly: [],
  deadUnrun: [],
  outOfOrder: [],
  duplicates: {},
  unexplained: [],
};

describe("examine", () => {
  it("finds nothing where each job was handled once", () => {
    const record = ["begun 1 a 1", "done 1 a 1"];
    assert.deepEqual(find([job(1)], record, { batches: [batch(["a 1"])] }), SOUND);
  });

  it("finds jobs that were begun, and neither handled nor dead-lettered", () => {
    const jobs = [job(1), job(2), job(3)];
    const found = find(jobs, ["begun 1 a 1"], {
      batches: [batch(["a 1!"]), batch(["b 1!"]), batch(["b 2!"])],
      deadLetters: [deadLetter(3, "b")],
    });
    assert.deepEqual(found, { ...SOUND, lost: [1, 2], dead: 1, deadUnrun: [3] });
  });

  it("finds jobs that were dead-lettered before their last receive", () => {
    const record = ["begun 1 a 1", "begun 2 b 1", "begun 2 b 2"];
    const found = find([job(1), job(2)], record, {
      batches: [batch(["a 1!", "b 1!"]), batch(["b 2"])],
      // The second as the runtime sends them
      deadLetters: [
        deadLetter(1, "a"),
        deadLetter(2, "other", { "queuerun-dead-letter": '{"jobId":"b"}' }),
      ],
    });
    assert.deepEqual(found, { ...SOUND, dead: 2, deadEarly: [1] });
  });

  it("finds jobs that began before an earlier one of their group was over", () => {
    const jobs = [job(1, "x"), job(2, "x"), job(3, "x"), job(4, "y"), job(5, "x")];
    const record = [
      "begun 1 a 1",
      "begun 2 b 1",
      "begun 4 d 1",
      "done 1 a 1",
      "done 4 d 1",
      "done 2 b 1",
      // Fails for good, and makes way
      "begun 3 c 1",
      "begun 3 c 2",
      "begun 5 e 1",
      "done 5 e 1",
    ];
    const found = find(jobs, record, {
      batches: [batch(["a 1", "b 1", "d 1", "e 1"]), batch(["c 2!"])],
      deadLetters: [deadLetter(3, "c")],
    });
    assert.deepEqual(found, { ...SOUND, dead: 1, outOfOrder: [2] });
  });

  it("says why jobs were handled more than once, also late", () => {
    const jobs = [job(1), job(2), job(3), job(4)];
    const record = ["1 a 1", "1 a 2", "2 b 2", "2 b 1", "3 c 1", "3 d 1", "4 e 1", "4 e 2"];
    const found = find(
      jobs,
      record.map((line) => `done ${line}`),
      {
        batches: [
          batch(["a 1!"], "Runtime.ExitError"),
          batch(["b 1!", "e 1!"]),
          batch(["a 2", "b 2", "c 1", "d 1", "e 2!"]),
        ],
        deadLetters: [deadLetter(4, "e")],
        sentAgain: new Set([3]),
      },
    );
    const duplicates = { "Runtime.ExitError": 1, failed: 2, "sent again": 1 };
    assert.deepEqual(found, { ...SOUND, dead: 1, duplicates });
  });

  it("finds jobs that were handled again for no reason", () => {
    const record = ["1 a 1", "1 a 2", "2 b 1", "2 b 1", "3 c 1", "3 d 1"];
    const found = find(
      [job(1), job(2), job(3)],
      record.map((line) => `done ${line}`),
      { batches: [batch(["a 1", "b 1", "c 1", "d 1"]), batch(["a 2"])] },
    );
    assert.deepEqual(found, { ...SOUND, unexplained: [1, 2, 3] });
  });
});
