import assert from "node:assert/strict";
import fc from "fast-check";
import { createFrameMeter } from "../../dev/frame-meter.ts";

describe("createFrameMeter", () => {
  it("finds a frame that is too long, however the bytes arrive", () => {
    const frames = fc.array(fc.record({ length: fc.nat(70_000), isMasked: fc.boolean() }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        frames,
        fc.nat(70_000),
        fc.integer({ min: 1, max: 5_000 }),
        (made, maximum, size) => {
          const isShort = createFrameMeter(maximum);
          const bytes = Buffer.concat(made.map(createFrame));
          let answer = true;
          for (let offset = 0; offset < bytes.length && answer; offset += size)
            answer = isShort(bytes.subarray(offset, offset + size));
          assert.equal(
            answer,
            made.every(({ length }) => length <= maximum),
          );
        },
      ),
    );
  });

  it("does not wait for the payload of a frame that is too long", () => {
    const isShort = createFrameMeter(32_768);
    assert.equal(isShort(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3])), true);
    assert.equal(isShort(Buffer.from([4])), false);
  });
});

function createFrame({ length, isMasked }: { length: number; isMasked: boolean }): Buffer {
  const mask = isMasked ? 0x80 : 0;
  const header =
    length < 126
      ? Buffer.from([0x81, mask | length])
      : length < 65_536
        ? Buffer.from([0x81, mask | 126, length >> 8, length & 0xff])
        : Buffer.from([
            0x81,
            mask | 127,
            0,
            0,
            0,
            0,
            0,
            length >> 16,
            (length >> 8) & 0xff,
            length & 0xff,
          ]);
  return Buffer.concat([header, Buffer.alloc(isMasked ? 4 : 0, 7), Buffer.alloc(length, 0xff)]);
}
