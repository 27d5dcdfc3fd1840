import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatCron } from "../manifest/schedule/format-cron.ts";
import { parseSchedule } from "../manifest/schedule/parse-schedule.ts";
import { PROJECT } from "./support/source-file.ts";

const ROW = /^\| `([^`]+)` \| `([^`]+)` \| (.*)\|$/gm;

describe("the page on schedules", () => {
  const page = readFileSync(join(PROJECT, "docs", "schedules.md"), "utf8");
  const rows = [...page.matchAll(ROW)].map(([, words = "", cron = "", notes = ""]) => ({
    words,
    cron,
    notes,
  }));

  it("shows the cron expression of each schedule in words", () => {
    assert.equal(rows.length, 28);
    assert.deepEqual(
      rows.map(({ words }) => formatCron(parseSchedule(words))),
      rows.map(({ cron }) => cron),
    );
  });

  it("names other ways to write it that can be read", () => {
    const others = rows.flatMap(({ notes }) =>
      [...notes.matchAll(/`([^`]+)`/g)].map(([, words = ""]) => words),
    );
    assert.ok(others.length > 10);
    for (const words of others) parseSchedule(words);
  });
});
