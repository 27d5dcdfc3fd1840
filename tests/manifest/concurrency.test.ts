import assert from "node:assert/strict";
import { parseConcurrency } from "../../manifest/concurrency.ts";

const NAMES = { reserved: "--reserved", provisioned: "--provisioned" };

describe("parseConcurrency", () => {
  it("takes both settings as off when they are absent", () => {
    assert.deepEqual(parseConcurrency({}, NAMES), {
      concurrency: { reserved: "off", provisioned: "off" },
    });
  });

  it("reads numbers and off", () => {
    assert.deepEqual(parseConcurrency({ reserved: "50", provisioned: "2" }, NAMES), {
      concurrency: { reserved: 50, provisioned: 2 },
    });
    assert.deepEqual(parseConcurrency({ reserved: "off", provisioned: "1000" }, NAMES), {
      concurrency: { reserved: "off", provisioned: 1000 },
    });
  });

  it("allows provisioned concurrency to stand beside a pause", () => {
    assert.deepEqual(parseConcurrency({ reserved: "0", provisioned: "2" }, NAMES), {
      concurrency: { reserved: 0, provisioned: 2 },
    });
  });

  it("reports both settings when both are wrong", () => {
    assert.deepEqual(parseConcurrency({ reserved: "-1", provisioned: "0" }, NAMES), {
      problems: [
        '"--reserved" is "-1", must be "off" or an integer of 0 or more',
        '"--provisioned" is "0", must be "off" or an integer of 1 or more',
      ],
    });
  });

  it("refuses what only looks like a number", () => {
    for (const text of ["", " 1", "1.0", "1e3", "0x10", "OFF", "９"])
      assert.deepEqual(parseConcurrency({ reserved: text }, NAMES), {
        problems: [
          `"--reserved" is ${JSON.stringify(text)}, must be "off" or an integer of 0 or more`,
        ],
      });
  });

  it("refuses more provisioned than reserved instances", () => {
    assert.deepEqual(parseConcurrency({ reserved: "2", provisioned: "3" }, NAMES), {
      problems: ['"--provisioned" is 3, must be at most "--reserved", which is 2'],
    });
  });
});
