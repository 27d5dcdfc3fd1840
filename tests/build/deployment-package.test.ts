import assert from "node:assert/strict";
import { checkPackageSizes } from "../../build/deployment-package.ts";

const MB = 1024 * 1024;
const SIZES = { bundle: 0, zip: 50 * MB, unzipped: 250 * MB, environment: 4_096 };

describe("checkPackageSizes()", () => {
  it("takes what Lambda takes", () => {
    assert.deepEqual(checkPackageSizes(SIZES), []);
  });

  it("refuses what Lambda would refuse, before it is uploaded", () => {
    const sizes = { ...SIZES, zip: 50.26 * MB, unzipped: 1_300 * MB };
    const source = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
    const fix = "Import less, or read large data from S3 in warmup()";
    assert.deepEqual(checkPackageSizes(sizes), [
      { message: `The package is 50.3 MB zipped, at most 50 MB (${source})`, fix },
      { message: `The package is 1,300 MB unzipped, at most 250 MB (${source})`, fix },
    ]);
  });
});
