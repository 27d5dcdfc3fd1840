import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { FunctionContent, FunctionState } from "../../provider/publication.ts";
import { createFunctionSearch, type KnownFunction } from "../../provider/refused-function.ts";

const VARIABLES = { A: "1", B: "2" };

const CONTENT: FunctionContent = {
  codeSha256: "old",
  variables: VARIABLES,
  memorySize: 1024,
  timeout: 305,
  runtime: "nodejs24.x",
  architecture: "arm64",
};

/** In AWS all is as it was. */
const FOUND: FunctionState = {
  latest: CONTENT,
  newest: CONTENT,
  version: 1,
  description: "A queuerun backend",
  reserved: -1,
};

const OLD = {
  arn: "arn:aws:lambda:eu-central-1:123456789012:function:shop",
  architectures: ["arm64"],
  codeSha256: "old",
  description: "A queuerun backend",
  environment: pulumi.secret({ variables: VARIABLES }),
  memorySize: 1024,
  reservedConcurrentExecutions: -1,
  role: "old",
};

/** What an update that AWS has refused was to set, and the state has. */
const NEW = {
  ...OLD,
  codeSha256: "new",
  environment: pulumi.secret({ variables: { B: "3", A: "1" } }),
  memorySize: 2048,
  reservedConcurrentExecutions: 50,
  role: "new",
};

const SET = {
  ...FOUND,
  latest: { ...FOUND.latest, codeSha256: "new", memorySize: 2048, variables: { A: "1", B: "3" } },
  reserved: 50,
};

describe("createFunctionSearch", () => {
  it("finds what AWS does not have", async () => {
    assert.deepEqual(await search({ found: FOUND, variables: { A: "1", B: "3" } }), [
      "codeSha256",
      "environment",
      "memorySize",
      "reservedConcurrentExecutions",
      "role",
    ]);
  });

  it("leaves out what AWS has, of what it tells", async () => {
    assert.deepEqual(await search({ found: SET, variables: { A: "1", B: "3" } }), ["role"]);
    assert.deepEqual(
      await search({ found: { ...SET, reserved: 20 }, variables: { A: "1", B: "3" } }),
      ["reservedConcurrentExecutions", "role"],
    );
  });

  it("does not look at an environment that is not known yet", async () => {
    assert.deepEqual(await search({ found: { ...SET, reserved: 20 } }), [
      "reservedConcurrentExecutions",
      "role",
    ]);
  });

  it("finds the reservation that a new function did not get", async () => {
    const { arn: _, ...created } = NEW;
    const update = { oldInputs: created, oldOutputs: created, newInputs: created };
    const find = (found: FunctionState) => createFunctionSearch(() => ({ found }))(update);
    assert.deepEqual(await find(FOUND), ["reservedConcurrentExecutions"]);
    assert.deepEqual(await find(SET), []);
  });

  it("finds nothing where another reservation is asked for", async () => {
    const { arn: _, ...created } = NEW;
    const newInputs = { ...created, reservedConcurrentExecutions: 20 };
    const find = createFunctionSearch(() => ({ found: FOUND }));
    assert.deepEqual(await find({ oldInputs: created, oldOutputs: created, newInputs }), []);
  });
});

function search(known: KnownFunction) {
  return createFunctionSearch(() => known)({ oldInputs: OLD, oldOutputs: NEW, newInputs: NEW });
}
