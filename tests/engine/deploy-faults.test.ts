import assert from "node:assert/strict";
import type { Fault } from "../../soak/deploy/fault.ts";
import { type Chain, sweepFaults } from "../../soak/deploy/sweep.ts";
import { BUILD_TIMEOUT_MS } from "./engine.ts";
import { ensureToolchain } from "./toolchain.ts";

/** In these Pulumi is killed instead; all others fail. */
const KILLS: Readonly<Record<string, Fault["effect"]>> = {
  "lambda:CreateAlias": "kill before",
  "lambda:PublishVersion": "kill before",
  "scheduler:CreateSchedule": "kill before",
  "sqs:CreateQueue": "kill after",
};

const UPDATES = [
  "lambda:UpdateFunctionConfiguration",
  "lambda:PublishVersion",
  "lambda:UpdateAlias",
  "sqs:SetQueueAttributes",
  "lambda:PutProvisionedConcurrencyConfig",
];

/** `npm run soak -- --only deploy` does the same with every call. */
describe("engine: a deployment that meets faults", function () {
  this.timeout(600_000);

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    await ensureToolchain();
  });

  it("comes to the same end as one that nothing disturbs, and shows no secrets", async () => {
    const types = new Set<string>();
    const deployments = await sweepFaults({
      choose: (faults, stage) => {
        if (stage === "change") return [chooseUpdates(faults)];
        const chain = chooseCreations(faults);
        for (const { for: purpose } of chain) types.add(purpose.split(" ")[0] ?? "");
        return [chain];
      },
      progress: () => {},
    });
    assert.deepEqual(
      deployments.map(({ stage, by, reason, met, faults }) => ({
        stage,
        by,
        reason,
        missed: faults.length - met,
      })),
      [
        { stage: "first", by: "up", reason: "", missed: 0 },
        { stage: "change", by: "refresh", reason: "", missed: 0 },
      ],
    );
    assert.equal(types.size, 17);
  });
});

/** The call that makes the first resource of each type. */
function chooseCreations(faults: readonly Fault[]): Chain {
  const types = new Set<string>();
  return faults.filter((fault) => {
    const [type = ""] = fault.for.split(" ");
    if (!isChosen(fault) || !isChange(faults, fault) || types.has(type)) return false;
    types.add(type);
    return true;
  });
}

function chooseUpdates(faults: readonly Fault[]): Chain {
  return UPDATES.flatMap((action) =>
    faults.filter((fault) => fault.action === action && isChosen(fault)).slice(0, 1),
  );
}

function isChosen({ action, effect }: Fault): boolean {
  return effect === (KILLS[action] ?? "fail");
}

/** There is no point in a kill beside a read. */
function isChange(faults: readonly Fault[], { action }: Fault): boolean {
  return faults.some((fault) => fault.action === action && fault.effect !== "fail");
}
