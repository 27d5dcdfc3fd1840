import assert from "node:assert/strict";
import {
  checkVersion,
  describeFunction,
  type FunctionContent,
  type FunctionState,
} from "../../provider/publication.ts";

const OLD: FunctionContent = {
  codeSha256: "old",
  variables: { A: "1", B: "2" },
  memorySize: 1024,
  timeout: 305,
  runtime: "nodejs24.x",
  architecture: "arm64",
};
const NEW = { ...OLD, codeSha256: "new" };

describe("describeFunction", () => {
  it("says whose function it is", () => {
    assert.equal(describeFunction(undefined), "A queuerun backend");
    assert.equal(describeFunction(state({})), "A queuerun backend");
  });

  it("stays as it is while everything is published, also before a change", () => {
    assert.equal(describeFunction(state({}), NEW), "A queuerun backend");
  });

  it("changes where the wanted code has been uploaded and not published", () => {
    const missed = state({ latest: NEW });
    const again = "A queuerun backend, published again: 1";
    assert.equal(describeFunction(missed, NEW), again);
    // The update that the change makes has failed as well
    const twice = state({ latest: NEW, description: again });
    assert.equal(describeFunction(twice, NEW), "A queuerun backend, published again: 2");
  });

  it("keeps the count once that is published: no further change", () => {
    const description = "A queuerun backend, published again: 2";
    const done = state({ latest: NEW, newest: NEW, description });
    assert.equal(describeFunction(done, NEW), description);
  });

  it("changes where only the configuration was not published", () => {
    const latest = { ...OLD, variables: { B: "3", A: "1" } };
    const wanted = { ...OLD, variables: { A: "1", B: "3" } };
    const again = "A queuerun backend, published again: 1";
    assert.equal(describeFunction(state({ latest }), wanted), again);
  });

  it("does not publish what somebody else has changed", () => {
    const drifted = state({ latest: { ...OLD, memorySize: 512 } });
    assert.equal(describeFunction(drifted, OLD), "A queuerun backend");
  });
});

describe("checkVersion", () => {
  it("takes versions there are", () => {
    assert.deepEqual(
      ["1", "3"].map((version) => checkVersion(version, state({}))),
      [undefined, undefined],
    );
  });

  it("refuses others", () => {
    assert.equal(
      checkVersion("4", state({})),
      '"queuerun:version" is 4, but the newest version is 3',
    );
    assert.equal(
      checkVersion("1", undefined),
      '"queuerun:version" is 1, but nothing has been deployed yet',
    );
  });
});

function state(changed: Partial<FunctionState>): FunctionState {
  return {
    latest: OLD,
    newest: OLD,
    version: 3,
    description: "A queuerun backend",
    reserved: -1,
    ...changed,
  };
}
