import assert from "node:assert/strict";
import fc from "fast-check";
import { type Zippable, zipSync } from "fflate";
import { readZip } from "../../dev/read-zip.ts";

function zip(files: Zippable): Uint8Array {
  return zipSync(files, { mtime: new Date(2000, 0, 1) });
}

describe("readZip", () => {
  it("reads names, modes and data, stored and deflated", () => {
    const wrapper = Buffer.from('#!/bin/bash\nexec "$@"\n');
    const code = Buffer.from("export const a = 1;\n".repeat(100));
    const bytes = zip({
      "queuerun-exec": [wrapper, { os: 3, attrs: (0o100755 << 16) >>> 0, level: 0 }],
      "chunks/é.mjs": [code, { os: 3, attrs: (0o100644 << 16) >>> 0 }],
      "empty.txt": Buffer.alloc(0),
    });
    assert.deepEqual(readZip(bytes), [
      { name: "queuerun-exec", mode: 0o755, data: wrapper },
      { name: "chunks/é.mjs", mode: 0o644, data: code },
      { name: "empty.txt", mode: 0o644, data: Buffer.alloc(0) },
    ]);
  });

  it("gives back what was zipped", () => {
    const files = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}(\/[a-z.]{1,4}x)?$/),
      fc.uint8Array(),
    );
    fc.assert(
      fc.property(files, (contents) => {
        const entries = readZip(zip(contents)).map(({ name, data }) => [
          name,
          new Uint8Array(data),
        ]);
        assert.deepEqual(Object.fromEntries(entries), { ...contents });
      }),
    );
  });

  it("refuses entries that would leave the folder", () => {
    assert.throws(() => readZip(zip({ "../a": Buffer.from("x") })), {
      message: 'Cannot read deployment package: "../a" lies outside of it',
    });
    assert.throws(() => readZip(zip({ "/etc/a": Buffer.from("x") })), {
      message: 'Cannot read deployment package: "/etc/a" lies outside of it',
    });
  });

  it("refuses what is no zip file", () => {
    assert.throws(() => readZip(Buffer.from("hello")), {
      message: "Cannot read deployment package: it is no zip file",
    });
  });

  it("refuses what is damaged, wherever it is", () => {
    const bytes = zip({ "a.txt": Buffer.from("a".repeat(1_000)), b: Buffer.from("b") });
    const damage = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length));
    fc.assert(
      fc.property(damage, ([at, byte, length]) => {
        for (const damaged of [Uint8Array.from(bytes), bytes.slice(0, length)]) {
          damaged[at] = byte;
          try {
            readZip(damaged);
          } catch (error) {
            assert.match(String(error), /^Error: Cannot read deployment package: /);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
