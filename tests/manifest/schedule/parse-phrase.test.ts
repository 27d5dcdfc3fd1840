import assert from "node:assert/strict";
import { formatCron } from "../../../manifest/schedule/format-cron.ts";
import { parsePhrase } from "../../../manifest/schedule/parse-phrase.ts";

describe("parsePhrase()", () => {
  function expectAll(crons: Readonly<Record<string, string>>): void {
    const phrases = Object.keys(crons);
    const parsed = phrases.map((phrase) => [phrase, formatCron(parsePhrase(phrase))]);
    assert.deepEqual(Object.fromEntries(parsed), crons);
  }

  it("reads intervals of minutes", () => {
    expectAll({
      "every minute": "* * * * *",
      "every 1 minute": "* * * * *",
      "every 2 minutes": "*/2 * * * *",
      "every 15 minutes": "*/15 * * * *",
      "every 15 mins": "*/15 * * * *",
      "each 30 minutes": "*/30 * * * *",
      "every 60 minutes": "0 * * * *",
      "every 120 minutes": "0 */2 * * *",
    });
  });

  it("reads intervals of hours, on the hour or at a minute", () => {
    expectAll({
      hourly: "0 * * * *",
      "every hour": "0 * * * *",
      "hourly at :15": "15 * * * *",
      "every hour at :00": "0 * * * *",
      "every 2 hours": "0 */2 * * *",
      "every 12 hours at :59": "59 */12 * * *",
      "every 24 hours": "0 0 * * *",
    });
  });

  it("reads days", () => {
    expectAll({
      daily: "0 0 * * *",
      "every day": "0 0 * * *",
      "every day at 4:15": "15 4 * * *",
      "daily at 23:59": "59 23 * * *",
      "at 4:15 every day": "15 4 * * *",
      "at 4:15 daily": "15 4 * * *",
      "at 4:15": "15 4 * * *",
    });
  });

  it("reads times of day", () => {
    expectAll({
      "daily at 9:30": "30 9 * * *",
      "daily at 09:30": "30 9 * * *",
      "daily at 0:00": "0 0 * * *",
      "daily at 9:30am": "30 9 * * *",
      "daily at 9:30 PM": "30 21 * * *",
      "daily at 9 p.m.": "0 21 * * *",
      "daily at 12am": "0 0 * * *",
      "daily at 12:30 am": "30 0 * * *",
      "daily at 12 pm": "0 12 * * *",
      "daily at noon": "0 12 * * *",
      "daily at midnight": "0 0 * * *",
      "daily at 9:00 and 17:00": "0 9,17 * * *",
      "daily at noon, 6pm and midnight": "0 0,12,18 * * *",
      "daily at 9:00, 9:30, 17:00, 17:30": "*/30 9,17 * * *",
    });
  });

  it("reads weekdays", () => {
    expectAll({
      monday: "0 0 * * 1",
      mondays: "0 0 * * 1",
      mon: "0 0 * * 1",
      "every monday at 9:30": "30 9 * * 1",
      "on sundays": "0 0 * * 0",
      "at 13:37 on fridays and tuesdays": "37 13 * * 2,5",
      "Every Monday, Wednesday, and Friday at 9:30": "30 9 * * 1,3,5",
      "monday to friday at 8:00": "0 8 * * 1-5",
      "mon-fri at 8:00": "0 8 * * 1-5",
      "friday through monday": "0 0 * * 0,1,5,6",
      "tuesday and thursday to saturday": "0 0 * * 2,4-6",
      "monday to wednesday and friday to saturday": "0 0 * * 1-3,5,6",
      weekdays: "0 0 * * 1-5",
      "weekdays at 8:00": "0 8 * * 1-5",
      "every weekday at 8:00": "0 8 * * 1-5",
      "at 8:00 on weekdays": "0 8 * * 1-5",
      weekends: "0 0 * * 0,6",
      "on the weekend at noon": "0 12 * * 0,6",
    });
  });

  it("reads weeks, which begin on Sunday", () => {
    expectAll({
      weekly: "0 0 * * 0",
      "every week at 4:15": "15 4 * * 0",
      "weekly on friday": "0 0 * * 5",
      "weekly on monday and friday at 9am": "0 9 * * 1,5",
    });
  });

  it("reads months and dates", () => {
    expectAll({
      monthly: "0 0 1 * *",
      "every month": "0 0 1 * *",
      "monthly at 6:00": "0 6 1 * *",
      "monthly on the 15th at 6:00": "0 6 15 * *",
      "every month on the 5th": "0 0 5 * *",
      "on the 1st and 15th at 6:00": "0 6 1,15 * *",
      "on 1 and 15": "0 0 1,15 * *",
      "every 15th": "0 0 15 * *",
      "15th of every month at 3:00": "0 3 15 * *",
      "at 3:00 on the 2nd, 12th and 22nd": "0 3 2,12,22 * *",
      "every 2 months": "0 0 1 */2 *",
      "every 6 months on the 10th at 5:00": "0 5 10 */6 *",
    });
  });

  it("reads quarters and years", () => {
    expectAll({
      quarterly: "0 0 1 */3 *",
      "quarterly at 9:30": "30 9 1 */3 *",
      "every quarter on the 15th": "0 0 15 */3 *",
      yearly: "0 0 1 1 *",
      annually: "0 0 1 1 *",
      "every year at noon": "0 12 1 1 *",
      "every 12 months": "0 0 1 1 *",
      "yearly on december 24th at 18:00": "0 18 24 12 *",
      "yearly on the 24th of december": "0 0 24 12 *",
      "every january": "0 0 1 1 *",
      "january 6": "0 0 6 1 *",
      "on february 29th": "0 0 29 2 *",
      "on the 1st and 15th of january and july": "0 0 1,15 */6 *",
      "march and july 15th": "0 0 15 3,7 *",
      "every jan 1st at 0:01": "1 0 1 1 *",
    });
  });
});
