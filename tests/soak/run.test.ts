import assert from "node:assert/strict";
import { once } from "node:events";
import type { Part, Row, Scale } from "../../soak/part.ts";
import { runParts } from "../../soak/run.ts";

const HELD: Row = { promise: "no job is lost", done: "100 jobs", figures: "0 lost", held: true };

function createPart(name: string, run: (scale: Scale) => Promise<readonly Row[]>): Part {
  return { name, limitSeconds: { quick: 0.05, full: 60 }, run };
}

function createFailure(name: string, figures: string) {
  const promise = `the part "${name}" runs to its end`;
  return { part: name, promise, done: "", figures, held: false };
}

async function run(parts: readonly Part[], limitSeconds = 60) {
  const lines: string[] = [];
  const progress = (line: string) => lines.push(line);
  const rows = await runParts(parts, { isQuick: true, limitSeconds, progress, graceSeconds: 0.05 });
  return { rows, lines };
}

describe("runParts", () => {
  it("returns the rows of all parts in order, and says whose progress it is", async () => {
    const first = createPart("first", async ({ isQuick, progress }) => {
      progress(isQuick ? "quick" : "full");
      return [HELD];
    });
    const second = createPart("second", async () => [{ ...HELD, held: false }]);
    assert.deepEqual(await run([first, second]), {
      rows: [
        { part: "first", ...HELD },
        { part: "second", ...HELD, held: false },
      ],
      lines: ["first: quick"],
    });
  });

  it("counts a part that fails as broken, and goes on with the next", async () => {
    const failing = createPart("failing", () => Promise.reject(new Error("no port is free")));
    const next = createPart("next", async () => [HELD]);
    const { rows } = await run([failing, next]);
    assert.deepEqual(rows, [
      createFailure("failing", "no port is free"),
      { part: "next", ...HELD },
    ]);
  });

  it("ends a part whose time is over, and goes on with the next", async () => {
    const slow = createPart("slow", async ({ signal }) => {
      await once(signal, "abort");
      throw signal.reason;
    });
    const next = createPart("next", async () => [HELD]);
    const { rows } = await run([slow, next]);
    assert.deepEqual(rows, [createFailure("slow", "its 0 s are over"), { part: "next", ...HELD }]);
  });

  it("begins nothing more when a part does not end", async () => {
    const stuck = createPart("stuck", () => new Promise(() => {}));
    const next = createPart("next", async () => [HELD]);
    const { rows } = await run([stuck, next]);
    assert.deepEqual(rows, [
      createFailure("stuck", "does not end when told to"),
      createFailure("next", 'not begun: "stuck" does not end'),
    ]);
  });

  it("begins nothing more when the time of all is over", async () => {
    const { rows } = await run([createPart("late", async () => [HELD])], 0);
    assert.deepEqual(rows, [createFailure("late", "not begun: the time of all parts is over")]);
  });
});
