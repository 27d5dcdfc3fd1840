import { setImmediate } from "node:timers/promises";
import type { Part, Row } from "../part.ts";
import { check } from "./check.ts";
import { PARSERS } from "./parsers.ts";

const INPUTS = { quick: 200, full: 5_000 };
/** Between two looks at the time. */
const STEP = 500;

/** Hostile texts and values, into everything that reads what others have written. */
export const hostileTexts: Part = {
  name: "hostile-text",
  limitSeconds: { quick: 60, full: 300 },
  async run({ isQuick, signal, progress }) {
    const inputs = isQuick ? INPUTS.quick : INPUTS.full;
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    const faults: string[] = [];
    let count = 0;
    let slowestMs = 0;
    for (const parser of PARSERS) {
      progress(parser.name);
      for (let done = 0; done < inputs; done += STEP) {
        signal.throwIfAborted();
        const checked = await check(parser, Math.min(STEP, inputs - done), seed + done);
        count += checked.inputs;
        slowestMs = Math.max(slowestMs, checked.slowestMs);
        if (checked.fault !== undefined) faults.push(checked.fault);
        if (checked.fault !== undefined) break;
        await setImmediate();
      }
    }
    return [createRow(count, seed, slowestMs, faults)];
  },
};

function createRow(count: number, seed: number, slowestMs: number, faults: readonly string[]): Row {
  return {
    promise: "no parser throws anything but its documented error, or takes long over any text",
    done: `${count.toLocaleString("en")} generated inputs for ${PARSERS.length} parsers, seed ${seed}`,
    figures: faults[0] ?? `the slowest took ${Math.round(slowestMs)} ms`,
    held: faults.length === 0,
  };
}
