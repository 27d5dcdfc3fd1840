import assert from "node:assert/strict";
import fc from "fast-check";
import { formatCron } from "../../../manifest/schedule/format-cron.ts";
import { parsePhrase } from "../../../manifest/schedule/parse-phrase.ts";
import { parseSchedule } from "../../../manifest/schedule/parse-schedule.ts";
import { ScheduleError } from "../../../manifest/schedule/schedule-error.ts";
import { suggestPhrase } from "../../../manifest/schedule/suggest-phrase.ts";

const FORMS =
  'Write words such as "every 15 minutes", "daily at 4:15", "every monday at 9:30", "on the 1st and 15th at 6:00", or a cron expression of five fields such as "15 4 * * *"';

describe("parseSchedule()", () => {
  function refuse(text: string): string {
    try {
      return formatCron(parseSchedule(text));
    } catch (error) {
      assert.ok(error instanceof ScheduleError);
      return `${error.message}. ${error.fix}`;
    }
  }

  it("reads cron and words", () => {
    assert.equal(formatCron(parseSchedule("15 4 * * *")), "15 4 * * *");
    assert.equal(formatCron(parseSchedule(" * * * * * ")), "* * * * *");
    assert.equal(formatCron(parseSchedule("every day at 4:15")), "15 4 * * *");
  });

  it("says which word it cannot read, and what was probably meant", () => {
    const cannot = (word: string, phrase: string, fix: string) =>
      assert.equal(refuse(phrase), `Cannot read "${word}" in the schedule "${phrase}". ${fix}`);
    cannot("evry", "evry mondy at 9:30", 'Did you mean "every monday at 9:30"?');
    cannot("thurs", "every tuesday and thurs", 'Did you mean "every tuesday and thursday"?');
    cannot("9:30", "every monday 9:30", 'Did you mean "every monday at 9:30"?');
    cannot("9:30", "9:30 on mondays", 'Did you mean "at 9:30 on mondays"?');
    cannot("midnight", "mondays midnight", 'Did you mean "mondays at midnight"?');
    cannot("9", "at 9 on mondays", 'Did you mean "at 9:00 on mondays"?');
    cannot("minutes", "15 minutes", 'Did you mean "every 15 minutes"?');
    cannot("@daily", "@daily", 'Did you mean "daily"?');
    cannot("monday", "every 2nd monday", FORMS);
    cannot("whenever", "whenever", FORMS);
    cannot("25:00", "daily at 25:00", FORMS);
    cannot("9:30", "hourly at 9:30", FORMS);
    cannot("on", "every monday on january", FORMS);
    assert.equal(refuse(""), `Cannot read the schedule "": it ends too early. ${FORMS}`);
    assert.equal(refuse("every"), `Cannot read the schedule "every": it ends too early. ${FORMS}`);
  });

  it("refuses intervals that begin anew before they are over, with the nearest that do not", () => {
    const evenly = (phrase: string, fix: string) =>
      assert.equal(
        refuse(phrase),
        `"${phrase}" does not divide an hour or a day evenly, with which cron begins anew. ${fix}`,
      );
    evenly("every 7 minutes", 'Write "every 6 minutes" or "every 10 minutes"');
    evenly("every 40 minutes", 'Write "every 30 minutes" or "every hour"');
    evenly("every 90 minutes", 'Write "every hour" or "every 2 hours"');
    evenly("every 5 hours", 'Write "every 4 hours" or "every 6 hours"');
    evenly("every 48 hours", 'Write "daily"');
    evenly("every 0 minutes", 'Write "every minute"');
    assert.equal(
      refuse("every 5 months"),
      '"every 5 months" does not divide a year evenly, with which cron begins anew. Write "every 4 months" or "every 6 months"',
    );
  });

  it("refuses intervals that cron cannot say", () => {
    assert.equal(
      refuse("every 30 seconds"),
      '"every 30 seconds" is too often: a schedule runs once a minute at most. Write "every minute"',
    );
    assert.equal(
      refuse("every 2 days"),
      '"every 2 days" cannot be said in cron, which begins anew with each month and week. Write "daily", or name the weekdays: "every monday, wednesday and friday"',
    );
    assert.equal(
      refuse("every 2 weeks at 9:30"),
      '"every 2 weeks" cannot be said in cron, which begins anew with each month and week. Write "weekly", or name the dates: "on the 1st and 15th"',
    );
    assert.equal(
      refuse("every 2 years"),
      '"every 2 years" cannot be said in cron, which begins anew with each month and week. Write "yearly"',
    );
  });

  it("refuses times that one cron expression cannot say", () => {
    assert.equal(
      refuse("daily at 9:30 and 17:00"),
      'The schedule "daily at 9:30 and 17:00" has times of different minutes: cron takes each hour with each minute. Write times with equal minutes, or a schedule for each',
    );
    assert.equal(
      refuse("at 9:30 every 5 minutes"),
      'The schedule "at 9:30 every 5 minutes" has both an interval and times of day. Write one of them',
    );
  });

  it("refuses days that never come", () => {
    const never = (text: string, day: number) =>
      assert.equal(
        refuse(text),
        `The schedule "${text}" never comes: no such month has a day ${day}. Write a day that there is`,
      );
    never("february 30th", 30);
    never("0 0 31 4,6,9,11 *", 31);
    assert.equal(refuse("on the 32nd"), 'No month has a day "32nd". Write 1st to 31st');
    assert.equal(formatCron(parseSchedule("0 0 29 2 *")), "0 0 29 2 *");
  });

  it("knows how EventBridge writes schedules, and how to write them here", () => {
    assert.equal(
      refuse("rate(5 minutes)"),
      '"rate(5 minutes)" is how EventBridge writes it: a schedule is written without "rate()". Write "every 5 minutes"',
    );
    assert.equal(
      refuse("cron(15 4 * * ? *)"),
      '"cron(15 4 * * ? *)" is how EventBridge writes it: a schedule is written without "cron()". Write "15 4 * * *"',
    );
    assert.equal(
      refuse("at(2026-11-26T04:15:00)"),
      `"at(2026-11-26T04:15:00)" is how EventBridge writes it: a schedule is written without "at()". ${FORMS}`,
    );
  });

  it("says of a text that is too long for a schedule how long it is", () => {
    const minutes = Array.from({ length: 60 }, (_, minute) => minute).join(",");
    assert.equal(refuse(`${minutes} * * * *`), "* * * * *");
    assert.equal(
      refuse("every ".repeat(1_000)),
      `The schedule has 6000 characters, at most 1000. ${FORMS}`,
    );
  });

  it("reads any text, or says what is wrong with it", () => {
    const word = fc.constantFrom(
      ...["every", "at", "on", "of", "and", "to", "daily", "hourly", "monthly", "weekdays", "15"],
      ...["monday", "fri", "january", "1st", "9:30", "9pm", "noon", ":15", "minutes", "hours", ","],
      ...["month", "-", "mondy", "0", "the", "*", "*/5", "1-5"],
    );
    const phrase = fc.oneof(
      fc.array(word, { maxLength: 8 }).map((words) => words.join(" ")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(phrase, (text) => {
        const read = refuse(text);
        if (/^(?:[\d*,/-]+ ){4}[\d*,-]+$/.test(read)) assert.equal(refuse(read), read);
        else assert.match(read, /\. (?:Write|Did you mean) /);
        const suggestion = suggestPhrase(text);
        if (suggestion !== undefined) parsePhrase(suggestion);
      }),
      { numRuns: 300 },
    );
  });
});
