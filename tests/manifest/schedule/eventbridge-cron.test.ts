import assert from "node:assert/strict";
import fc from "fast-check";
import { createEventBridgeCron } from "../../../manifest/schedule/eventbridge-cron.ts";

describe("createEventBridgeCron()", () => {
  it("has a sixth field, and no day that is not asked for", () => {
    const expressions = {
      "* * * * *": "cron(* * * * ? *)",
      "15 4 * * *": "cron(15 4 * * ? *)",
      "0 6 1,15 * *": "cron(0 6 1,15 * ? *)",
      "30 9 1 */3 *": "cron(30 9 1 1/3 ? *)",
      "*/15 */2 * * *": "cron(0/15 0/2 * * ? *)",
      "0 0 */2 * *": "cron(0 0 1/2 * ? *)",
    };
    const written = Object.keys(expressions).map((cron) => [cron, createEventBridgeCron(cron)]);
    assert.deepEqual(Object.fromEntries(written), expressions);
  });

  it("counts weekdays from Sunday, 1", () => {
    const expressions = {
      "0 8 * * 0": "cron(0 8 ? * 1 *)",
      "0 8 * * 1-5": "cron(0 8 ? * 2-6 *)",
      "0 8 * * 0,6": "cron(0 8 ? * 1,7 *)",
      "0 8 * 3 0,2,4-6": "cron(0 8 ? 3 1,3,5-7 *)",
    };
    const written = Object.keys(expressions).map((cron) => [cron, createEventBridgeCron(cron)]);
    assert.deepEqual(Object.fromEntries(written), expressions);
  });

  it("fits into the 256 characters of a schedule expression", () => {
    const values = (minimum: number, maximum: number) =>
      fc.uniqueArray(fc.integer({ min: minimum, max: maximum }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        values(0, 59),
        values(0, 23),
        values(1, 31),
        values(1, 12),
        (minute, hour, day, month) => {
          const cron = `${minute} ${hour} ${day} ${month} *`;
          assert.ok(createEventBridgeCron(cron).length <= 256, cron);
        },
      ),
    );
  });
});
