import assert from "node:assert/strict";
import { parseSocketTimers } from "../../cli/socket-timers.ts";

describe("parseSocketTimers", () => {
  it("takes seconds and durations, and leaves AWS's limits where nothing is said", () => {
    assert.deepEqual(parseSocketTimers({}), {});
    assert.deepEqual(parseSocketTimers({ socketIdle: "1.5" }), { socketIdleSeconds: 1.5 });
    assert.deepEqual(parseSocketTimers({ socketIdle: "10m", socketLifetime: "2h" }), {
      socketIdleSeconds: 600,
      socketLifetimeSeconds: 7200,
    });
  });

  it("refuses what is no time, all of it at once", () => {
    const forms =
      'must be a number of seconds, or "90s", "15m", "12h", "7d", above 0 and up to a day';
    assert.throws(() => parseSocketTimers({ socketIdle: "0", socketLifetime: "2d" }), {
      message: `"--socket-idle" is "0", ${forms}\n"--socket-lifetime" is "2d", ${forms}`,
      exitCode: 2,
    });
    assert.throws(() => parseSocketTimers({ socketIdle: "soon" }), {
      message: `"--socket-idle" is "soon", ${forms}`,
    });
  });
});
