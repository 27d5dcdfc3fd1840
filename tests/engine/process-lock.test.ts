import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";
import { withLock } from "./process-lock.ts";

describe("engine: process lock", () => {
  let folder: TemporaryFolder;
  let lock: string;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    lock = join(folder.path, "lock");
  });
  afterEach(() => folder.remove());

  it("lets one work at a time, and goes with the work", async () => {
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await setImmediate();
      steps.push(`${name} ends`);
    };
    await Promise.all([
      withLock(lock, "Working", work("one")),
      withLock(lock, "Working", work("two")),
    ]);
    const [first] = steps[0]?.split(" ") ?? [];
    const second = first === "one" ? "two" : "one";
    assert.deepEqual(steps, [
      `${first} begins`,
      `${first} ends`,
      `${second} begins`,
      `${second} ends`,
    ]);
    assert.equal(existsSync(lock), false);
  });

  it("is gone after work that fails", async () => {
    const failure = new Error("no");
    await assert.rejects(
      withLock(lock, "Working", () => Promise.reject(failure)),
      failure,
    );
    assert.equal(existsSync(lock), false);
  });

  it("is taken over from a process that died", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    await writeFile(lock, String(pid));
    let worked = false;
    await withLock(lock, "Working", async () => {
      worked = true;
    });
    assert.equal(worked, true);
  });
});
