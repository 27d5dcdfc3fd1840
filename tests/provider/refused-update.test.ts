import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { findRefused } from "../../provider/refused-update.ts";

describe("findRefused", () => {
  it("finds nothing where the state is as it was when an update last succeeded", () => {
    const oldInputs = { delaySeconds: 0, __defaults: [] };
    const oldOutputs = { delaySeconds: 0, arn: "arn:aws:sqs:eu-central-1:1:q" };
    assert.deepEqual(findRefused({ oldInputs, oldOutputs, newInputs: oldInputs }), []);
    // An update will set it
    const newInputs = { delaySeconds: 7, __defaults: ["fifoQueue"] };
    assert.deepEqual(findRefused({ oldInputs, oldOutputs, newInputs }), []);
  });

  it("finds what the state has and the last success did not ask for", () => {
    const update = {
      oldInputs: { delaySeconds: 0, enabled: true, name: "q" },
      oldOutputs: { delaySeconds: 7, enabled: false, name: "q" },
      newInputs: { delaySeconds: 7, enabled: false, name: "q" },
    };
    assert.deepEqual(findRefused(update), ["delaySeconds", "enabled"]);
    assert.deepEqual(findRefused({ ...update, newInputs: update.oldInputs }), []);
  });

  it("finds what was to be set for the first time, and what was to be taken away", () => {
    const scalingConfig = { maximumConcurrency: 2 };
    const [none, some] = [{}, { scalingConfig }];
    assert.deepEqual(findRefused({ oldInputs: none, oldOutputs: some, newInputs: some }), [
      "scalingConfig",
    ]);
    assert.deepEqual(findRefused({ oldInputs: some, oldOutputs: none, newInputs: none }), [
      "scalingConfig",
    ]);
    assert.deepEqual(findRefused({ oldInputs: some, oldOutputs: some, newInputs: none }), []);
  });

  it("tells an update that is to take away a part from one that has been refused", () => {
    const [both, one] = [{ tags: { a: "1", b: "2" } }, { tags: { a: "1" } }];
    assert.deepEqual(findRefused({ oldInputs: both, oldOutputs: both, newInputs: one }), []);
    assert.deepEqual(findRefused({ oldInputs: both, oldOutputs: one, newInputs: one }), ["tags"]);
  });

  it("finds what is set once a resource has been made, if its making has failed half-way", () => {
    const inputs = { name: "t", retentionInDays: 30, ttl: { attributeName: "expires" } };
    const update = { oldInputs: inputs, newInputs: { ...inputs, retentionInDays: 7 } };
    assert.deepEqual(findRefused({ ...update, oldOutputs: inputs }), ["ttl"]);
    assert.deepEqual(findRefused({ ...update, oldOutputs: { ...inputs, arn: "arn:aws:t" } }), []);
  });

  it("leaves alone what AWS has chosen and the program asks for only now", () => {
    const [oldInputs, oldOutputs] = [
      { log: { format: "JSON" } },
      { log: { format: "JSON", level: "INFO" }, sse: true },
    ];
    assert.deepEqual(findRefused({ oldInputs, oldOutputs, newInputs: oldOutputs }), []);
  });

  it("looks past what AWS has added, and how policies are written", () => {
    const update = {
      oldInputs: { limits: { rate: 1 }, policy: '{"a":1,"b":[1]}', ids: ["x"] },
      oldOutputs: {
        limits: { rate: 0, logging: "" },
        policy: '{ "b": [2], "a": 1 }',
        ids: ["x", "y"],
      },
      newInputs: { limits: { rate: 0, __defaults: [] }, policy: '{"a":1,"b":[2]}', ids: ["y"] },
    };
    assert.deepEqual(findRefused(update), ["limits", "policy"]);
  });

  it("takes JSON for done where tags show that the state was read from AWS", () => {
    const newInputs = { policy: '{"a":2}', tags: { needs: "2" }, path: "/new" };
    const oldInputs = { policy: '{"a":1}', tags: { needs: "1" }, path: "/" };
    const oldOutputs = { ...newInputs, tags: { needs: "1" } };
    assert.deepEqual(findRefused({ oldInputs, oldOutputs, newInputs }), ["path"]);
    assert.deepEqual(findRefused({ oldInputs, oldOutputs: newInputs, newInputs }), [
      "path",
      "policy",
      "tags",
    ]);
  });

  it("takes a text that only looks like JSON for what it is", () => {
    const newInputs = { description: "{draft" };
    const oldInputs = { description: "[draft" };
    assert.deepEqual(findRefused({ oldInputs, oldOutputs: newInputs, newInputs }), ["description"]);
  });

  it("does not look at secrets", () => {
    const newInputs = { token: pulumi.secret("whispered") };
    const oldOutputs = { token: pulumi.secret("whispered") };
    const oldInputs = { token: pulumi.secret("old") };
    assert.deepEqual(findRefused({ oldInputs, oldOutputs, newInputs }), []);
  });
});
