import assert from "node:assert/strict";
import { formatCron } from "../../../manifest/schedule/format-cron.ts";
import { parseCron } from "../../../manifest/schedule/parse-cron.ts";
import { ScheduleError } from "../../../manifest/schedule/schedule-error.ts";

describe("parseCron()", () => {
  it("reads values, lists, ranges and steps", () => {
    assert.deepEqual(parseCron("*/15 9-11 1,15 1-12/6 *"), {
      minute: [0, 15, 30, 45],
      hour: [9, 10, 11],
      dayOfMonth: [1, 15],
      month: [1, 7],
      dayOfWeek: [0, 1, 2, 3, 4, 5, 6],
    });
  });

  it("is written in one way, however it was", () => {
    const normal = {
      "0 9 * * MON-FRI": "0 9 * * 1-5",
      "0 9 * * monday,Tue": "0 9 * * 1,2",
      "0 9 * * 7": "0 9 * * 0",
      "0 9 * * 5-7": "0 9 * * 0,5,6",
      "0 9 * * 0-6": "0 9 * * *",
      "0 9 * * */2": "0 9 * * 0,2,4,6",
      "0 0 1 JAN,aug *": "0 0 1 1,8 *",
      "00 00 01 01 *": "0 0 1 1 *",
      "0,15,30,45 * * * *": "*/15 * * * *",
      "5-59/10 * * * *": "5,15,25,35,45,55 * * * *",
      "0 22-2 * * *": "0 0-2,22,23 * * *",
      "*/7 0,12 * * *": "*/7 */12 * * *",
      "*/40 * * * *": "0,40 * * * *",
      "0 0 1,17 * *": "0 0 1,17 * *",
      "0 0 */2 * *": "0 0 */2 * *",
      "15 4 ? * 1": "15 4 * * 1",
      "15 4 1 * ?": "15 4 1 * *",
      "1,1,0 4 * * *": "0,1 4 * * *",
    };
    const written = Object.keys(normal).map((text) => [text, formatCron(parseCron(text))]);
    assert.deepEqual(Object.fromEntries(written), normal);
  });

  function refuse(text: string): string {
    try {
      return formatCron(parseCron(text));
    } catch (error) {
      assert.ok(error instanceof ScheduleError);
      return `${error.message}. ${error.fix}`;
    }
  }

  it("refuses other numbers of fields, with the reason", () => {
    const fields = "must have five: minute, hour, day of the month, month, weekday";
    const neither =
      "There are neither seconds, as EventBridge Scheduler is precise to the minute, nor years";
    assert.equal(
      refuse("0 15 4 * * *"),
      `"0 15 4 * * *" has 6 fields, ${fields}. ${neither}. Write "15 4 * * *"`,
    );
    assert.equal(
      refuse("15 4 ? * MON *"),
      `"15 4 ? * MON *" has 6 fields, ${fields}. ${neither}. Write "15 4 * * MON"`,
    );
    assert.equal(
      refuse("15 4 * * 1 2027-2030"),
      `"15 4 * * 1 2027-2030" has 6 fields, ${fields}. ${neither}. Write "15 4 * * 1"`,
    );
    assert.equal(
      refuse("* 4 *"),
      `"* 4 *" has 3 fields, ${fields}. Write five, such as "15 4 * * *"`,
    );
  });

  it("refuses a day of the month beside a weekday: cron and AWS disagree", () => {
    assert.equal(
      refuse("0 6 1 * MON"),
      '"0 6 1 * MON" has both a day of the month and a weekday: cron would take either, which EventBridge Scheduler cannot. Write two schedules, "0 6 1 * *" and "0 6 * * MON"',
    );
  });

  it("names the part that it cannot read, and what it may be", () => {
    const forms =
      'it must be a value, a list "1,5", a range "1-5", a step "*/2" or "1-9/2", or "*"';
    const minute = (part: string, reason: string, fix: string) =>
      assert.equal(
        refuse(`${part} * * * *`),
        `Cannot read "${part}" as the minute of "${part} * * * *": ${reason}. ${fix}`,
      );
    minute("60", "60 is out of range", "Write 0 to 59");
    minute("mon", '"mon" is no minute', "Write 0 to 59");
    minute("-5", forms, "Write 0 to 59");
    minute("1-2-3", forms, "Write 0 to 59");
    minute("*/0", "a step is at least 1", 'Write "*/1"');
    minute("5/15", "a step needs a range", 'Write "5-59/15"');
    assert.equal(
      refuse("0 0 * * L"),
      'Cannot read "L" as the weekday of "0 0 * * L": "L" is no weekday. Write 0 to 6, or sun to sat',
    );
    assert.equal(
      refuse("0 0 0 * *"),
      'Cannot read "0" as the day of the month of "0 0 0 * *": 0 is out of range. Write 1 to 31',
    );
    assert.equal(
      refuse("0 0 1 1,13 *"),
      'Cannot read "13" as the month of "0 0 1 1,13 *": 13 is out of range. Write 1 to 12, or jan to dec',
    );
  });
});
