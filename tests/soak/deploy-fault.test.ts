import assert from "node:assert/strict";
import { chooseEvery, describeFault, divide, listFaults } from "../../soak/deploy/fault.ts";

const TABLE = "aws:dynamodb/table:Table api";
const QUEUE = "aws:sqs/queue:Queue api";

describe("listFaults", () => {
  it("lets each call fail, and kills before and after each that changes something", () => {
    const faults = listFaults([
      { action: "dynamodb:CreateTable", resource: "*", for: TABLE },
      { action: "dynamodb:DescribeTable", resource: "*", for: TABLE },
      { action: "sqs:TagQueue", resource: "*", for: QUEUE },
      { action: "dynamodb:DescribeTable", resource: "*", for: TABLE },
      { action: "sqs:DeleteQueue", resource: "*", for: QUEUE },
    ]);
    assert.deepEqual(faults.map(describeFault), [
      `fail dynamodb:CreateTable for ${TABLE}`,
      `kill before dynamodb:CreateTable for ${TABLE}`,
      `kill after dynamodb:CreateTable for ${TABLE}`,
      `fail dynamodb:DescribeTable for ${TABLE}`,
      `fail sqs:TagQueue for ${QUEUE}`,
      `fail dynamodb:DescribeTable (2) for ${TABLE}`,
      `fail sqs:DeleteQueue for ${QUEUE}`,
      `kill before sqs:DeleteQueue for ${QUEUE}`,
      `kill after sqs:DeleteQueue for ${QUEUE}`,
    ]);
  });

  it("is divided among deployments, all of it or a part", () => {
    const calls = ["A", "B", "C", "D", "E"].map((name) => `sqs:Get${name}`);
    const faults = listFaults(calls.map((action) => ({ action, resource: "*", for: QUEUE })));
    const names = (chain: readonly { action: string }[]) =>
      chain.map(({ action }) => action.at(-1));
    assert.deepEqual(divide(faults, 2).map(names), [["A", "B"], ["C", "D"], ["E"]]);
    assert.deepEqual(names(chooseEvery(faults, 2, 1)), ["B", "D"]);
  });
});
