import assert from "node:assert/strict";
import { parseSchedule } from "../../../manifest/schedule/parse-schedule.ts";
import { runInterval } from "../../../manifest/schedule/run-interval.ts";

describe("runInterval()", () => {
  const interval = (text: string) => runInterval(parseSchedule(text));

  it("is the time between two runs, in seconds", () => {
    assert.equal(interval("every minute"), 60);
    assert.equal(interval("every 15 minutes"), 900);
    assert.equal(interval("every 2 hours"), 7_200);
    assert.equal(interval("daily"), 86_400);
  });

  it("is the least of them, also over midnight", () => {
    assert.equal(interval("0,2,50 * * * *"), 120);
    assert.equal(interval("daily at 9:00 and 10:00"), 3_600);
    assert.equal(interval("0,59 0,23 * * *"), 60);
  });

  it("takes the days to be alike, so that weeks without a run do not count", () => {
    assert.equal(interval("every monday at 9:30"), 86_400);
  });
});
