import assert from "node:assert/strict";
import { createKeyring, type Keys } from "../../../runtime/backend-role/keys.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe("createKeyring()", () => {
  it("asks once for all who wait, and not again while keys have 15 minutes to live", async () => {
    const { ring, sts } = createWorld();
    const first = await Promise.all([ring(), ring(), ring()]);
    sts.now = 45 * MINUTE_MS;
    const later = await ring();
    assert.deepEqual(names([...first, later]), ["key 1", "key 1", "key 1", "key 1"]);
    assert.equal(sts.asked, 1);
  });

  it("looks at the clock at each call, and renews keys with less than 15 minutes", async () => {
    const { ring, sts } = createWorld();
    const first = await ring();
    sts.now = 45 * MINUTE_MS + 1;
    const second = await ring();
    sts.now += 10 * HOUR_MS;
    const third = await ring();
    assert.deepEqual(names([first, second, third]), ["key 1", "key 2", "key 3"]);
  });

  it("goes on with keys that still serve when there are no new ones, and says why", async () => {
    const { ring, sts, log } = createWorld();
    await ring();
    sts.now = 50 * MINUTE_MS;
    sts.refusal = new Error("Throttling: Rate exceeded");
    const still = await ring();
    assert.deepEqual([names([still]), log], [["key 1"], [sts.refusal]]);
    sts.refusal = undefined;
    assert.deepEqual(names([await ring()]), ["key 2"]);
  });

  it("rejects when it has none, and asks anew for whoever comes next", async () => {
    const { ring, sts } = createWorld();
    sts.refusal = new Error("AccessDenied: no");
    await assert.rejects(ring(), sts.refusal);
    sts.refusal = undefined;
    assert.deepEqual(names([await ring()]), ["key 1"]);
    sts.now = HOUR_MS;
    sts.refusal = new Error("AccessDenied: no more");
    await assert.rejects(ring(), sts.refusal);
  });
});

function createWorld() {
  const sts = { now: 0, asked: 0, refusal: undefined as Error | undefined };
  const log: unknown[] = [];
  const assumeRole = async (): Promise<Keys> => {
    if (sts.refusal !== undefined) throw sts.refusal;
    sts.asked++;
    const expiration = sts.now + HOUR_MS;
    return { accessKeyId: `key ${sts.asked}`, secretAccessKey: "", sessionToken: "", expiration };
  };
  const ring = createKeyring(
    assumeRole,
    (error) => log.push(error),
    () => sts.now,
  );
  return { ring, sts, log };
}

function names(keys: readonly Keys[]): string[] {
  return keys.map(({ accessKeyId }) => accessKeyId);
}
